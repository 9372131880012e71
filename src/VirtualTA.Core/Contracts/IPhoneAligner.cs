using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Core.Contracts;

/// <summary>Finds when each phone of a known text is said in a recording.</summary>
/// <remarks>Implementations are safe for concurrent calls.</remarks>
public interface IPhoneAligner
{
    /// <summary>Aligns.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="words">The phones of each word in order, at least one a word; stress does not matter.</param>
    /// <returns>Times of every word; null if the recording is too short to hold them.</returns>
    PhoneAlignment? TryAlignPhones(ReadOnlySpan<short> samples, IReadOnlyList<Phones> words);
}

/// <summary>When the phones of a text are said.</summary>
/// <param name="Words">Words in order.</param>
/// <param name="Score">Mean log-posterior of the phones per frame; above −1 text and sound agree, below −3 they do not.</param>
public sealed record PhoneAlignment(IReadOnlyList<PhoneTimes> Words, double Score);

/// <summary>When the phones of a word are said.</summary>
/// <param name="Starts">Start of each phone, from the first sample.</param>
/// <param name="End">End of the last phone.</param>
public sealed record PhoneTimes(IReadOnlyList<TimeSpan> Starts, TimeSpan End);
