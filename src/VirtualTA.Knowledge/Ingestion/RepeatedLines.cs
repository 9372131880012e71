namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Takes out headers and footers that stand on most slides.</summary>
internal static class RepeatedLines
{
    private const int Fewest = 4;
    private const double OnMost = 0.5;

    /// <summary>The lines without those that are repeated on at least half of the slides.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="isMark">True for a line that begins a slide.</param>
    public static string[] Drop(string[] lines, Func<string, bool> isMark)
    {
        var slides = lines.Count(isMark);
        var repeated = lines.Where(l => !string.IsNullOrWhiteSpace(l) && !isMark(l)).GroupBy(l => l.Trim(), StringComparer.Ordinal)
            .Where(g => g.Count() >= Math.Max(Fewest, slides * OnMost)).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return repeated.Count == 0 ? lines : [.. lines.Where(l => !repeated.Contains(l.Trim()))];
    }
}
