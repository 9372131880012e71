namespace VirtualTA.Knowledge.Ingestion;

/// <summary>The headings above the place that is being read.</summary>
internal sealed class HeadingPath
{
    private const string Separator = " › ";
    private readonly List<(int Level, string Text)> _headings = [];

    /// <summary>The first top-level heading seen.</summary>
    public string? Title { get; private set; }

    /// <summary>All headings, outermost first.</summary>
    public string Path => string.Join(Separator, _headings.Select(h => h.Text));

    /// <summary>The innermost headings as words to search.</summary>
    public string Words => string.Join(". ", _headings.Select(h => h.Text));

    /// <summary>Enters a heading of <paramref name="level"/> 1–6.</summary>
    public void Enter(int level, string text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return;
        }

        text = text.Length > 120 ? text[..119] + "…" : text;
        Title ??= text;
        _headings.RemoveAll(h => h.Level >= level);
        _headings.Add((level, text));
    }
}
