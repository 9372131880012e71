using System.Buffers.Binary;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>What a person hears whose question the server has no room for: spoken beforehand, because then there is no time to.</summary>
public sealed class OverloadApology
{
    /// <summary>What is said.</summary>
    public const string Text = "I am sorry. I am helping as many people as I can right now. Please ask me again in half a minute.";

    private IReadOnlyList<TurnEvent> _sound = [];

    /// <summary>Speaks the apology once and keeps its sound.</summary>
    /// <param name="synthesizer">The voice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PrepareAsync(ISpeechSynthesizer synthesizer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        var sound = new List<TurnEvent>();
        long samples = 0;
        var text = new[] { Text }.ToAsyncEnumerable();
        await foreach (var chunk in synthesizer.SpeakAsync(text, new SpeechOptions(), cancellationToken).WithCancellation(cancellationToken))
        {
            if (chunk.Samples.IsEmpty)
            {
                continue;
            }

            var pcm = new byte[chunk.Samples.Length * sizeof(short)];
            for (var i = 0; i < chunk.Samples.Length; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), chunk.Samples.Span[i]);
            }

            sound.Add(new AudioChunkEvent(0, sound.Count, samples, pcm, []));
            samples += chunk.Samples.Length;
        }

        Volatile.Write(ref _sound, sound);
    }

    /// <summary>Everything a refused person is told.</summary>
    /// <param name="refused">The refusal.</param>
    /// <param name="speak">Whether answers are spoken to this person.</param>
    internal IEnumerable<TurnEvent> Events(UserInputException refused, bool speak) =>
    [
        new NoticeEvent(0, refused.Code, refused.Message),
        .. speak && refused.Code == NoticeCodes.Overloaded ? Volatile.Read(ref _sound) : [],
        new TurnEndedEvent(0, TurnEndReason.Rejected),
    ];
}
