using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Benchmarks.Load;

/// <summary>How one question fared.</summary>
/// <param name="Reason">How its turn ended; null if the stream broke.</param>
/// <param name="Code">Code of the last notice.</param>
/// <param name="VoiceToVoice">Last sample of the question sent to first audible sample played.</param>
/// <param name="Underruns">How often the player ran dry.</param>
/// <param name="Rules">Rules that fired.</param>
internal sealed record LoadTurn(TurnEndReason? Reason, string? Code, TimeSpan? VoiceToVoice, int Underruns, IReadOnlyList<string> Rules);

/// <summary>One student: asks aloud in real time, hears the answer out, asks again.</summary>
internal sealed class LoadClient(Uri server, string? course, short[] question, TimeProvider time)
{
    private const int FrameSamples = AudioFrame.SampleRate / 20;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JitterBuffer = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private long _asked;

    /// <summary>Asks until the time is over.</summary>
    /// <param name="length">How long to go on.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<IReadOnlyList<LoadTurn>> RunAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var turns = new List<LoadTurn>();
        var begin = time.GetTimestamp();
        await using var link = await HubLink.ConnectAsync(server, cancellationToken);
        var conversation = await link.OpenAsync(cancellationToken);
        while (time.GetElapsedTime(begin) < length)
        {
            turns.Add(await AskAsync(link, conversation, cancellationToken));
            await Task.Delay(Breath, time, cancellationToken);
        }

        return turns;
    }

    private async Task<LoadTurn> AskAsync(HubLink link, string conversation, CancellationToken cancellationToken)
    {
        var player = new SimulatedPlayer(time, JitterBuffer);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var number = 0;
        Task reporting = Task.CompletedTask;
        TurnEndReason? reason = null;
        string? code = null;
        IReadOnlyList<string> rules = [];
        try
        {
            await foreach (var turnEvent in link.Ask(new HubLink.Request(conversation, course, Text: null), SpeakAsync(cancellationToken), cancellationToken))
            {
                switch (turnEvent)
                {
                    case AudioChunkEvent chunk:
                        player.Take(chunk);
                        if (number == 0 && chunk.Turn > 0)
                        {
                            number = chunk.Turn;
                            reporting = ReportAsync(link, conversation, number, player, over.Token);
                        }

                        break;
                    case NoticeEvent notice:
                        code = notice.Code;
                        break;
                    case LatencyEvent latency:
                        rules = latency.Rules;
                        break;
                    case TurnEndedEvent ended:
                        reason = ended.Reason;
                        break;
                }
            }

            await Task.Delay(player.Rest, time, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var voiceToVoice = number > 0 && player.FirstAudible is { } audible ? time.GetElapsedTime(_asked, audible) : (TimeSpan?)null;
        return new LoadTurn(reason, code, voiceToVoice, player.Underruns, rules);
    }

    /// <summary>The question as a microphone gives it, in real time.</summary>
    private async IAsyncEnumerable<string> SpeakAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Frame, time);
        for (var at = 0; at < question.Length; at += FrameSamples)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var samples = question.AsSpan(at, Math.Min(FrameSamples, question.Length - at));
            var pcm = new byte[samples.Length * sizeof(short)];
            for (var i = 0; i < samples.Length; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), samples[i]);
            }

            _asked = time.GetTimestamp();
            yield return Convert.ToBase64String(pcm);
        }
    }

    private async Task ReportAsync(HubLink link, string conversation, int turn, SimulatedPlayer player, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReportEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await link.HeardAsync(conversation, turn, player.Heard, cancellationToken);
        }
    }
}
