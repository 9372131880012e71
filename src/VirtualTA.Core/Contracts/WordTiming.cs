namespace VirtualTA.Core.Contracts;

/// <summary>When a spoken word is heard.</summary>
/// <param name="Word">The word as written in the text that was spoken.</param>
/// <param name="Start">From the first sample of the utterance.</param>
/// <param name="End">From the first sample of the utterance; not before <paramref name="Start"/>.</param>
/// <param name="TextStart">Index of the word's first character in the text given so far, all pieces joined.</param>
public sealed record WordTiming(string Word, TimeSpan Start, TimeSpan End, int TextStart);
