using VirtualTA.Knowledge.Chunking;

namespace VirtualTA.Knowledge.Search;

/// <summary>What each document is about from end to end: a lecturer on the plague does not name it in every sentence.</summary>
internal sealed class DocumentThemes
{
    private const double ShareOfPassages = 0.2;
    private const int FewestPassages = 3;
    private const int MostThemes = 12;

    private readonly Dictionary<string, int[]> _themes;

    private DocumentThemes(Dictionary<string, int[]> themes) => _themes = themes;

    /// <summary>Terms that run through the document <paramref name="source"/>.</summary>
    public int[] Of(string source) => _themes.GetValueOrDefault(source) ?? [];

    /// <summary>Counts the terms of every document.</summary>
    /// <param name="passages">The passages of a course.</param>
    /// <param name="terms">The terms of the sentences of passage number n.</param>
    public static DocumentThemes Find(IReadOnlyList<CoursePassage> passages, Func<int, IEnumerable<int>> terms)
    {
        var themes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var document in passages.Select((p, n) => (p.Source, Number: n)).GroupBy(p => p.Source, StringComparer.Ordinal))
        {
            var counts = new Dictionary<int, int>();
            var size = 0;
            foreach (var (_, number) in document)
            {
                size++;
                foreach (var term in terms(number).Distinct())
                {
                    counts[term] = counts.GetValueOrDefault(term) + 1;
                }
            }

            themes[document.Key] = [.. counts.Where(c => c.Value >= FewestPassages && c.Value >= size * ShareOfPassages).OrderByDescending(c => c.Value).Take(MostThemes).Select(c => c.Key)];
        }

        return new DocumentThemes(themes);
    }
}
