using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Search;

/// <summary>Acronyms of a course with the stems of the words they stand for.</summary>
internal sealed class AcronymTable
{
    private readonly Dictionary<int, int[]> _expansions = [];

    /// <summary>All acronyms: term number → term numbers of the words.</summary>
    public IReadOnlyDictionary<int, int[]> Expansions => _expansions;

    /// <summary>Enters an acronym.</summary>
    public void Add(int acronym, int[] words) => _expansions.TryAdd(acronym, words);
}

/// <summary>Finds explanations such as "mean opinion score (MOS)".</summary>
internal static partial class AcronymFinder
{
    /// <summary>All acronyms explained in <paramref name="passages"/>.</summary>
    public static AcronymTable Find(IReadOnlyList<CoursePassage> passages, Dictionary<string, int> vocabulary)
    {
        var table = new AcronymTable();
        foreach (var passage in passages)
        {
            foreach (var sentence in passage.Sentences)
            {
                if (sentence.Text.Contains('(', StringComparison.Ordinal))
                {
                    AddAll(sentence.Text, vocabulary, table);
                }
            }
        }

        return table;
    }

    private static void AddAll(string text, Dictionary<string, int> vocabulary, AcronymTable table)
    {
        foreach (Match match in InBrackets().Matches(text))
        {
            var acronym = match.Groups[1].Value;
            var words = text[..match.Index].Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).TakeLast(acronym.Length + 2).ToArray();
            for (var start = 0; start < words.Length; start++)
            {
                var candidate = words[start..];
                if (Initials(candidate, acronym) && vocabulary.TryGetValue(TermAnalyzer.Normalize(acronym.ToLowerInvariant()), out var number))
                {
                    var terms = candidate.SelectMany(w => TermAnalyzer.Analyze(w)).Select(t => vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0).ToArray();
                    if (terms.Length > 1)
                    {
                        table.Add(number, terms);
                    }

                    break;
                }
            }
        }
    }

    private static bool Initials(string[] words, string acronym)
    {
        var index = 0;
        foreach (var word in words)
        {
            if (index < acronym.Length && char.ToUpperInvariant(word[0]) == char.ToUpperInvariant(acronym[index]))
            {
                index++;
            }
            else if (!StopWords.IsFunction(word.ToLowerInvariant()))
            {
                return false;
            }
        }

        // "voice activity detector (VAD)" spells all letters; "grapheme-to-phoneme (G2P)" all but the figure.
        return index == acronym.Length && words.Length > 1;
    }

    [GeneratedRegex(@"\(([A-Z][A-Za-z0-9]{1,6}[A-Z0-9]?)\)")]
    private static partial Regex InBrackets();
}
