namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>How a text was read aloud.</summary>
/// <param name="Visits">Words in the order in which they were said; a word said twice comes twice, one left out never.</param>
/// <param name="Skipped">Words that were left out.</param>
/// <param name="Repeated">Words said again.</param>
/// <param name="Extra">Speech that is no word of the text.</param>
/// <param name="Score">Mean log-posterior of the phones per frame, of the words said.</param>
public sealed record Reading(IReadOnlyList<WordVisit> Visits, int Skipped, int Repeated, TimeSpan Extra, double Score);

/// <summary>One time that a word was said.</summary>
/// <param name="Word">Index of the word in the text.</param>
/// <param name="Start">From the first sample.</param>
/// <param name="End">From the first sample.</param>
public sealed record WordVisit(int Word, TimeSpan Start, TimeSpan End);
