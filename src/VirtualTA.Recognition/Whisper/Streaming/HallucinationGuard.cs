using System.Text.RegularExpressions;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Takes out what Whisper says when nobody speaks: sound descriptions, stock phrases, loops, more words than the time holds.</summary>
internal static partial class HallucinationGuard
{
    private const double MostWordsPerSecond = 8;
    private const int LongestPhrase = 8;
    private const int MostRepeats = 3;
    private const double StockPhraseDoubt = 0.2;
    private static readonly HashSet<string> StockPhrases = new(StringComparer.OrdinalIgnoreCase)
    {
        "thank you", "thanks", "thanks for watching", "thank you for watching", "thank you so much for watching", "please subscribe",
        "subscribe", "bye", "bye bye", "you", "the end", "subtitles by the amara org community", "music", "applause", "silence",
    };

    /// <summary>The text without inventions; empty if nothing is left.</summary>
    /// <param name="text">As decoded.</param>
    /// <param name="noSpeech">Probability of no speech.</param>
    /// <param name="duration">Of the audio.</param>
    public static string Clean(string text, double noSpeech, TimeSpan duration)
    {
        var clean = Spaces().Replace(Descriptions().Replace(text, " "), " ").Trim();
        var words = clean.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 2 + (MostWordsPerSecond * duration.TotalSeconds) || !clean.Any(char.IsLetterOrDigit))
        {
            return "";
        }

        var bare = Spaces().Replace(NoLetters().Replace(clean, " "), " ").Trim();
        if (noSpeech > StockPhraseDoubt && StockPhrases.Contains(bare))
        {
            return "";
        }

        return string.Join(' ', WithoutLoops(words));
    }

    private static List<string> WithoutLoops(string[] words)
    {
        var kept = new List<string>();
        foreach (var word in words)
        {
            kept.Add(word);
            for (var length = 1; length <= LongestPhrase; length++)
            {
                if (EndsInLoop(kept, length))
                {
                    kept.RemoveRange(kept.Count - (length * MostRepeats), length * MostRepeats);
                    break;
                }
            }
        }

        return kept;
    }

    private static bool EndsInLoop(List<string> words, int length)
    {
        if (words.Count < length * (MostRepeats + 1))
        {
            return false;
        }

        for (var i = 1; i <= length * MostRepeats; i++)
        {
            if (!string.Equals(words[^i], words[^(i + length)], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\[[^\]]*\]|\([^)]*\)|♪[^♪]*♪?|\*[^*]*\*")]
    private static partial Regex Descriptions();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[^\p{L}\p{N}\s]")]
    private static partial Regex NoLetters();
}
