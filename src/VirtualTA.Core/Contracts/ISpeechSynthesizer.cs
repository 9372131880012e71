namespace VirtualTA.Core.Contracts;

/// <summary>Speaks text while it is still being written.</summary>
/// <remarks>Implementations are safe for concurrent calls. Abandoning the enumeration stops the work.</remarks>
public interface ISpeechSynthesizer
{
    /// <summary>Short name shown to people, for instance <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>Voices that <see cref="SpeechOptions.Voice"/> may name; the first is the default.</summary>
    IReadOnlyList<VoiceDescription> Voices { get; }

    /// <summary>Speaks one utterance.</summary>
    /// <param name="text">The utterance in pieces, each a clause or sentence, or any split of it.</param>
    /// <param name="options">How to speak.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <returns>The speech without gaps, chunk by chunk, the first as early as possible.</returns>
    /// <exception cref="UserInputException">The voice does not exist.</exception>
    IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions options, CancellationToken cancellationToken = default);
}

/// <summary>How to speak an utterance.</summary>
/// <param name="Voice">Name of a voice; null for the default.</param>
/// <param name="Seed">Same text, voice and seed give the same samples.</param>
public sealed record SpeechOptions(string? Voice = null, ulong Seed = 0)
{
    /// <summary>What to give up so that the first sound comes sooner; engines that have nothing to give up ignore it.</summary>
    public SpeechHaste Haste { get; init; }
}

/// <summary>How much of its quality a voice gives up for an earlier first sound; each step includes the ones before.</summary>
public enum SpeechHaste
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The first clause is cut as early as its prosody allows at all, and the first chunk is as short as possible.</summary>
    ShortFirstChunk,

    /// <summary>The first sentence does without its last levels of refinement.</summary>
    FewerLevels,
}

/// <summary>A voice that can be asked for.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Language">BCP 47 language.</param>
public sealed record VoiceDescription(string Name, string Description, string Language);
