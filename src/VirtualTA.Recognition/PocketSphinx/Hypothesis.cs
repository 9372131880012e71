using System.Globalization;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Reads a line of <c>-hypseg</c>: scores, then for each word its first frame of 10 ms, two scores and the word, at last the end frame.</summary>
internal static class Hypothesis
{
    /// <summary>The program reports scores but no probability; this says neither "certain" nor "doubtful".</summary>
    public const double Confidence = 0.5;

    private const int HeaderFields = 9;
    private const int WordFields = 4;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    public static Transcript Parse(string line, bool isFinal)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = new List<RecognizedWord>();
        for (var at = HeaderFields; at + WordFields < fields.Length; at += WordFields)
        {
            // The field after the word is where the next one starts.
            if (Spelling(fields[at + 3]) is { } word)
            {
                words.Add(new RecognizedWord(word, Time(fields[at]), Time(fields[at + WordFields]), Confidence));
            }
        }

        return new Transcript(string.Join(' ', words.Select(word => word.Word)), isFinal, words, words.Count == 0 ? 0 : Confidence);
    }

    private static TimeSpan Time(string frame) => int.Parse(frame, CultureInfo.InvariantCulture) * Frame;

    /// <summary>The word without the mark of its pronunciation; null for silence and noise.</summary>
    private static string? Spelling(string word)
    {
        if (word[0] is '<' or '[' or '+')
        {
            return null;
        }

        var variant = word.IndexOf('(', StringComparison.Ordinal);
        return variant > 0 ? word[..variant] : word;
    }
}
