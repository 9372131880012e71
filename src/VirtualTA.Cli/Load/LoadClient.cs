using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>How one question fared.</summary>
/// <param name="Reason">How its turn ended; null if the stream broke.</param>
/// <param name="Code">Code of the last notice, or what broke the stream; null if nothing was amiss.</param>
/// <param name="VoiceToVoice">Last frame of the question sent to first audible sample played.</param>
/// <param name="Underruns">How often the player ran dry.</param>
/// <param name="Rules">Rules that fired.</param>
internal sealed record LoadTurn(TurnEndReason? Reason, string? Code, TimeSpan? VoiceToVoice, int Underruns, IReadOnlyList<string> Rules);

/// <summary>One student: asks aloud in real time, hears the answer out, asks again.</summary>
internal sealed class LoadClient(Uri server, string? course, IReadOnlyList<SpokenQuestion> questions, TimeProvider time)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JitterBuffer = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly List<LoadTurn> _turns = [];
    private long _asked;

    /// <summary>Asks until the time is over, over a new connection where one breaks.</summary>
    /// <param name="length">How long to go on.</param>
    /// <param name="first">Which question to begin with.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="CommandFailedException">There was no server to begin with.</exception>
    public async Task<IReadOnlyList<LoadTurn>> RunAsync(TimeSpan length, int first, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        do
        {
            try
            {
                await using var link = await HubLink.ConnectAsync(server, cancellationToken);
                var conversation = await link.OpenAsync(cancellationToken);
                do
                {
                    await AskAsync(link, conversation, questions[(first + _turns.Count) % questions.Count], cancellationToken);
                    await Task.Delay(Breath, time, cancellationToken);
                }
                while (time.GetElapsedTime(begin) < length);
            }
            catch (CommandFailedException gone) when (_turns.Count > 0)
            {
                _turns.Add(new LoadTurn(null, gone.Code, null, 0, []));
                break;
            }
            catch (Exception broken) when (broken is not (CommandFailedException or OperationCanceledException) || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                _turns.Add(new LoadTurn(null, $"stream-broken: {broken.GetType().Name}", null, 0, []));
                await Task.Delay(Breath, time, cancellationToken);
            }
        }
        while (time.GetElapsedTime(begin) < length);

        return _turns;
    }

    private async Task AskAsync(HubLink link, string conversation, SpokenQuestion question, CancellationToken cancellationToken)
    {
        var player = new SimulatedPlayer(time, JitterBuffer);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var number = 0;
        var reporting = Task.CompletedTask;
        TurnEndReason? reason = null;
        string? code = null;
        IReadOnlyList<string> rules = [];
        try
        {
            var frames = question.SpeakAsync(time, () => _asked = time.GetTimestamp(), cancellationToken);
            await foreach (var turnEvent in link.Ask(new HubLink.Request(conversation, course, Text: null), frames, cancellationToken))
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
        _turns.Add(new LoadTurn(reason, code, voiceToVoice, player.Underruns, rules));
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
