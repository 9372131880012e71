using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>Plays what lies in the bank, and speaks and keeps what does not.</summary>
internal sealed class BankedSynthesizer(ISpeechSynthesizer inner, AnswerBank bank, string course) : ISpeechSynthesizer
{
    public string Name => inner.Name;

    public IReadOnlyList<VoiceDescription> Voices => inner.Voices;

    public async IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var spoken = string.Concat(await text.ToListAsync(cancellationToken));
        if (bank.FindSound(course, options.Voice, spoken) is { } sound)
        {
            foreach (var piece in sound.Pieces())
            {
                yield return piece;
            }

            yield break;
        }

        var samples = new List<short>();
        var words = new List<WordTiming>();
        await foreach (var chunk in inner.SpeakAsync(new[] { spoken }.ToAsyncEnumerable(), options, cancellationToken))
        {
            samples.AddRange(chunk.Samples.Span);
            words.AddRange(chunk.Words);
            yield return chunk;
        }

        bank.KeepSound(course, options.Voice, spoken, new PreparedSound(samples.ToArray(), words)); // only what was spoken to its end
    }
}
