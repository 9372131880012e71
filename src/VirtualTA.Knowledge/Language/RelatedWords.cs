using System.Collections.Concurrent;
using System.Reflection;

namespace VirtualTA.Knowledge.Language;

/// <summary>What English knows about a word, whatever the course.</summary>
/// <param name="IsPredicate">True if it is mostly a verb, adjective or adverb: it says something about a topic and names none.</param>
/// <param name="Level">How frequent it is, from 0 to 9, each step doubling.</param>
/// <param name="Related">Stems of words near in meaning, with how near (0 to 1).</param>
internal sealed record WordEntry(bool IsPredicate, int Level, IReadOnlyList<(string Stem, double Strength)> Related);

/// <summary>Frequency, kind and neighbours in meaning of 17,000 English words.</summary>
/// <remarks>Computed by <c>related-words.py</c> from WordNet 3.1 (Princeton University): synonyms, derived forms, close generic terms, weighted by how frequent each sense is.</remarks>
internal static class RelatedWords
{
    private const string Resource = "related-words.txt";

    private static readonly Lazy<(HashSet<string> Words, Dictionary<string, List<string>> Lines)> Table = new(Read);
    private static readonly ConcurrentDictionary<string, WordEntry?> Entries = new(StringComparer.Ordinal);

    /// <summary>The entry of a stem; null for names, technical terms and misspellings.</summary>
    public static WordEntry? Find(string stem) =>
        Entries.TryGetValue(stem, out var known) ? known
        : Table.Value.Lines.TryGetValue(stem, out var lines) ? Entries.GetOrAdd(stem, Parse(stem, lines))
        : null;

    /// <summary>The entry of a term, with the kind of the word as it was said: "elasticity" is a noun although "elastic" shares its stem.</summary>
    public static WordEntry? Find(Term term) =>
        Find(term.Value) is not { } entry ? null
        : !IsListed(term.Word) && (term.Word.EndsWith("ed", StringComparison.Ordinal) || term.Word.EndsWith("ing", StringComparison.Ordinal)) ? entry with { IsPredicate = true }
        : entry.IsPredicate && Table.Value.Lines[term.Value].FirstOrDefault(l => l.StartsWith(term.Word + ' ', StringComparison.Ordinal)) is { } line ? entry with { IsPredicate = line[term.Word.Length + 1] != 'n' }
        : entry;

    /// <summary>True if the word, in lower case, is listed as it stands.</summary>
    public static bool IsListed(string word) => Table.Value.Words.Contains(word);

    /// <summary>Reads the table now instead of at the first question.</summary>
    public static void Warm() => _ = Table.Value;

    // Words of one stem ("invent", "invention") share an entry; the most frequent decides its kind.
    private static WordEntry Parse(string stem, List<string> lines)
    {
        var level = -1;
        var isPredicate = false;
        var related = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            if (parts[1][1] - '0' > level)
            {
                level = parts[1][1] - '0';
                isPredicate = parts[1][0] != 'n';
            }

            foreach (var other in parts.Skip(2))
            {
                var otherStem = TermAnalyzer.Normalize(other[..^1]);
                if (otherStem != stem)
                {
                    related[otherStem] = Math.Max(related.GetValueOrDefault(otherStem), (other[^1] - '0' + 1) / 10.0);
                }
            }
        }

        return new WordEntry(isPredicate, level, [.. related.Select(r => (r.Key, r.Value))]);
    }

    private static (HashSet<string> Words, Dictionary<string, List<string>> Lines) Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The table {Resource} is missing from {typeof(RelatedWords).Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.Ordinal);
        var lines = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var word = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            words.Add(word);
            var stem = TermAnalyzer.Normalize(word);
            if (!lines.TryGetValue(stem, out var list))
            {
                lines[stem] = list = [];
            }

            list.Add(line);
        }

        return (words, lines);
    }
}
