using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>
/// Estimates when the words of a clause are heard. The program gives its word events only to callers of its library, so the
/// sounding part of the clause is shared out among the words by the sounds their letters make.
/// </summary>
internal static class WordTimes
{
    private const short Audible = 150;
    private const double LettersInDigit = 4;

    /// <param name="clause">The text.</param>
    /// <param name="samples">Its sound at <see cref="AudioFrame.SampleRate"/>.</param>
    /// <param name="firstSample">Index of the first of them in the utterance.</param>
    public static List<WordTiming> Estimate(Clause clause, ReadOnlySpan<short> samples, long firstSample)
    {
        var words = Words(clause.Text);
        var begin = Math.Max(0, samples.IndexOfAnyExceptInRange((short)-Audible, Audible));
        var end = Math.Max(begin, samples.LastIndexOfAnyExceptInRange((short)-Audible, Audible) + 1);
        var total = words.Sum(word => word.Weight);
        var timings = new List<WordTiming>(words.Count);
        var passed = 0.0;
        foreach (var (start, length, weight) in words)
        {
            var from = firstSample + begin + ((end - begin) * passed / total);
            passed += weight;
            var to = firstSample + begin + ((end - begin) * passed / total);
            timings.Add(new WordTiming(clause.Text.Substring(start, length), Time(from), Time(to), clause.Start + start));
        }

        return timings;
    }

    private static TimeSpan Time(double sample) => TimeSpan.FromSeconds(sample / AudioFrame.SampleRate);

    private static List<(int Start, int Length, double Weight)> Words(string text)
    {
        var words = new List<(int, int, double)>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at > start && Weigh(text.AsSpan(start, at - start)) is > 0 and var weight)
            {
                words.Add((start, at - start, weight));
            }

            at = Math.Max(at, start + 1);
        }

        return words;
    }

    private static double Weigh(ReadOnlySpan<char> word)
    {
        var weight = 0.0;
        foreach (var character in word)
        {
            weight += char.IsDigit(character) ? LettersInDigit : char.IsUpper(character) ? 1.5 : char.IsLetter(character) ? 1 : 0;
        }

        return weight > 0 ? weight + 1 : 0; // short words are spoken more slowly for their length
    }
}
