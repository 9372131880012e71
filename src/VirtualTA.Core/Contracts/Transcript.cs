namespace VirtualTA.Core.Contracts;

/// <summary>What was understood so far, or in the end, of one utterance.</summary>
/// <param name="Text">The words, separated by single spaces; empty when nothing was said.</param>
/// <param name="IsFinal">Whether this is the last transcript of the utterance.</param>
/// <param name="Words">The same words with times where the recogniser has them, otherwise empty.</param>
/// <param name="Confidence">From 0 to 1; 1 for typed text.</param>
public sealed record Transcript(string Text, bool IsFinal, IReadOnlyList<RecognizedWord> Words, double Confidence)
{
    /// <summary>In a pause, from recognisers that were asked for it: what the whole would be if nothing followed.</summary>
    public PauseReading? AtPause { get; init; }
}

/// <summary>What was understood in a pause, as if it were the end.</summary>
/// <param name="Text">All words, also those that further sound may still change.</param>
/// <param name="LogEnd">Natural logarithm of the probability, by language, that a sentence ends after them.</param>
/// <param name="Margin">How much better this end explains the sound and the language than going on does, as a natural logarithm; mostly below 0.</param>
/// <param name="At">When it was read, from the first sample of the utterance.</param>
public sealed record PauseReading(string Text, double LogEnd, double Margin, TimeSpan At);

/// <summary>A recognised word.</summary>
/// <param name="Word">The word.</param>
/// <param name="Start">From the first sample of the utterance.</param>
/// <param name="End">From the first sample of the utterance.</param>
/// <param name="Confidence">From 0 to 1.</param>
public sealed record RecognizedWord(string Word, TimeSpan Start, TimeSpan End, double Confidence);

/// <summary>What a recogniser may know before the first sample.</summary>
public sealed record RecognitionContext
{
    /// <summary>A context without any knowledge.</summary>
    public static RecognitionContext None { get; } = new();

    /// <summary>The course asked about; engines may key caches by it.</summary>
    public string? Course { get; init; }

    /// <summary>Sentences of the course, for vocabulary and language model.</summary>
    public IReadOnlyList<string> CourseText { get; init; } = [];

    /// <summary>Whether <see cref="Transcript.AtPause"/> is wanted.</summary>
    public bool ReadPauses { get; init; }

    /// <summary>BCP 47 language of the speaker.</summary>
    public string Language { get; init; } = "en";
}
