namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>Where the words of a known text lie in a recording.</summary>
/// <param name="Words">Words in order.</param>
/// <param name="Score">Mean log-posterior of the aligned phones per frame; above −1 text and sound agree, below −3 they do not.</param>
public sealed record Alignment(IReadOnlyList<AlignedWord> Words, double Score);

/// <summary>A word in time.</summary>
/// <param name="Word">The word as given.</param>
/// <param name="Start">From the first sample.</param>
/// <param name="End">From the first sample.</param>
/// <param name="Phones">Its phones in order, of the pronunciation that fits best.</param>
/// <param name="Score">Mean log-posterior of its phones per frame.</param>
public sealed record AlignedWord(string Word, TimeSpan Start, TimeSpan End, IReadOnlyList<AlignedPhone> Phones, double Score);

/// <summary>A phone in time.</summary>
/// <param name="Name">ARPAbet name without stress.</param>
/// <param name="Start">From the first sample.</param>
/// <param name="End">From the first sample.</param>
public sealed record AlignedPhone(string Name, TimeSpan Start, TimeSpan End);
