using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Knowledge.Search;

/// <summary>Finds words of the course that sound like a word that was misheard: "wally" finds VALL-E.</summary>
internal static class SoundMatcher
{
    private const float LargestDistance = 0.26f;
    private const float LargestDistanceOfKnown = 0.21f;
    private const float LargestDistanceFromInvented = 0.2f;
    private const float LargestDistanceOfOrdinary = 0.1f;
    private const int MostMatches = 3;
    private const int ShortestWord = 3;

    private static readonly Lazy<Pronouncer?> Pronouncer = new(LoadPronouncer);
    private static readonly ConditionalWeakTable<PassageIndex, Lazy<(int Term, Phones Phones, bool IsOrdinary)[]>> Tables = [];
    private static readonly ConcurrentDictionary<string, Phones> Pronounced = new(StringComparer.Ordinal);

    /// <summary>Terms that sound like <paramref name="word"/>, with how well (0 to 1).</summary>
    public static IEnumerable<(int Term, double Match)> Find(PassageIndex index, string word)
    {
        if (Pronouncer.Value is not { } pronouncer)
        {
            return [];
        }

        var wanted = pronouncer.Pronounce(word);

        // A word of the dictionary may be a misheard name ("wally"), but a long one is seldom far from it: "viruses" is no "thylakoids".
        // "France" is not a misheard "trains": between two words of the dictionary only near homophones are confused.
        var isOrdinary = pronouncer.Dictionary.Contains(word);
        float limit(bool target) => !target ? (isOrdinary ? LargestDistanceOfKnown : LargestDistance) : isOrdinary ? LargestDistanceOfOrdinary : LargestDistanceFromInvented;
        return TableOf(index, pronouncer)
            .Where(entry => Math.Abs(entry.Phones.Length - wanted.Length) <= 1 + (wanted.Length / 3))
            .Select(entry => (entry.Term, entry.IsOrdinary, Distance: PhoneticDistance.Between(wanted, entry.Phones)))
            .Where(entry => entry.Distance <= limit(entry.IsOrdinary))
            .OrderBy(entry => entry.Distance)
            .Take(MostMatches)
            .Select(entry => (entry.Term, 0.9 - entry.Distance));
    }

    /// <summary>Whether one word may have been heard for the other.</summary>
    public static bool AreConfused(string first, string second)
    {
        if (Pronouncer.Value is not { } pronouncer || first.Length < ShortestWord || second.Length < ShortestWord)
        {
            return false;
        }

        var ordinary = (pronouncer.Dictionary.Contains(first) ? 1 : 0) + (pronouncer.Dictionary.Contains(second) ? 1 : 0);
        var limit = ordinary == 2 ? LargestDistanceOfOrdinary : ordinary == 1 ? LargestDistanceFromInvented : LargestDistance;
        return PhoneticDistance.Between(Sound(first), Sound(second)) <= limit;

        Phones Sound(string word) => Pronounced.GetOrAdd(word, w => pronouncer.Pronounce(w));
    }

    /// <summary>Pronounces the words of a course, so that the first misheard question need not wait.</summary>
    public static void Warm(PassageIndex index)
    {
        if (Pronouncer.Value is { } pronouncer)
        {
            TableOf(index, pronouncer);
        }
    }

    private static (int Term, Phones Phones, bool IsOrdinary)[] TableOf(PassageIndex index, Pronouncer pronouncer) =>
        Tables.GetValue(index, i => new Lazy<(int, Phones, bool)[]>(() => Build(i, pronouncer))).Value;

    private static (int Term, Phones Phones, bool IsOrdinary)[] Build(PassageIndex index, Pronouncer pronouncer)
    {
        var table = new List<(int, Phones, bool)>();
        foreach (var (word, term) in index.Words)
        {
            if (word.Length < ShortestWord || !word.All(char.IsLetter) || word.Length > 24)
            {
                continue;
            }

            var written = index.Compounds.GetValueOrDefault(term, word);
            var phones = Pronounced.GetOrAdd(written, w => Pronounce(w, pronouncer));
            if (phones.Length > 0)
            {
                table.Add((term, phones, !index.Compounds.ContainsKey(term) && pronouncer.Dictionary.Contains(word)));
            }
        }

        return [.. table];
    }

    private static Phones Pronounce(string written, Pronouncer pronouncer) =>
        Phones.Concat([.. written.Split('-').Where(p => p.Length > 0).Select(p => pronouncer.Pronounce(p))]);

    private static Pronouncer? LoadPronouncer()
    {
        try
        {
            return Core.Pronunciation.Pronouncer.LoadDefault();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Without the dictionary questions are matched by spelling alone.
            return null;
        }
    }
}
