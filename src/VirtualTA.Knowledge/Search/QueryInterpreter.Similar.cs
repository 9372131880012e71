using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Search;

/// <summary>Words that look or sound like words of the course.</summary>
internal sealed partial class QueryInterpreter
{
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "", "e", "es", "ed", "ing", "er", "ers", "or", "ors", "ion", "ions", "ation", "ations", "al", "ally", "ic", "ical", "ity", "ive", "ment", "ments", "ness", "ous", "y", "ies", "ly", "able", "ance", "ence",
        "s", "d", "n", "en", "t", "ial", "ition", "ization", "isation", "ize", "ise", "ism", "ist", "ists", "ized", "ised", "ar", "ary", "eous", "ier", "ed-in", "s-in",
    };

    // A well-known word is what it is: neither a slip of the pen nor of the ear.
    private void AddSimilar(Term term, Dictionary<int, double> alternatives)
    {
        var word = term.Word;
        AddRelated(word, alternatives);
        if ((word.Length > 3 && RelatedWords.Find(term.Value) is not null) || _spelled.Contains(word))
        {
            return;
        }

        if (alternatives.Count == 0)
        {
            AddMisspelt(word, alternatives);
        }

        // What has no vowel is spelled, not said: "ZFS" does not sound like "XFS".
        if (alternatives.Count == 0 && word.Length >= 3 && word.All(char.IsLetter) && word.Any("aeiouy".Contains))
        {
            foreach (var (number, match) in SoundMatcher.Find(index, word))
            {
                alternatives.TryAdd(number, match);
            }
        }
    }

    // "fusion" finds "fuse": the same beginning, another ending.
    private void AddRelated(string word, Dictionary<int, double> alternatives)
    {
        if (word.Length < 5)
        {
            return;
        }

        foreach (var (candidate, number) in index.Words)
        {
            if (candidate.Length < 4 || candidate[0] != word[0] || Math.Abs(candidate.Length - word.Length) > 5)
            {
                continue;
            }

            var shared = candidate.AsSpan().CommonPrefixLength(word);
            var shorter = Math.Min(candidate.Length, word.Length);
            if (shared >= 3 && shared >= shorter - 1 && shared * 2 >= Math.Max(candidate.Length, word.Length) && Endings.Contains(word[shared..]) && Endings.Contains(candidate[shared..]))
            {
                alternatives.TryAdd(number, RelatedMatch);
            }
        }
    }

    [GeneratedRegex(@"\b[A-Z]{3,}s?\b")]
    private static partial Regex Spelled();

    private void AddMisspelt(string word, Dictionary<int, double> alternatives)
    {
        var limit = word.Length >= 8 ? 2 : word.Length >= 5 ? 1 : 0;
        if (limit == 0 || word.All(char.IsDigit))
        {
            return;
        }

        var found = limit + 1;
        var nearest = new List<int>();
        foreach (var (candidate, number) in index.Words)
        {
            if (candidate.Length < 4 || candidate[0] != word[0] && limit < 2)
            {
                continue;
            }

            var distance = Similarity.EditDistance(word, candidate, limit);
            if (distance < found)
            {
                found = distance;
                nearest.Clear();
            }

            if (distance == found && distance <= limit)
            {
                nearest.Add(number);
            }
        }

        foreach (var number in nearest.Distinct().Take(3))
        {
            alternatives.TryAdd(number, TypoMatch);
        }
    }
}
