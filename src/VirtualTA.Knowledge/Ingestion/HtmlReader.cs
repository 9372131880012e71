using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads HTML pages: what a reader of the page sees, without navigation, scripts and hidden parts.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    private const int DeepestNesting = 400;

    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "svg", "iframe", "object", "head", "select", "dialog",
    };

    private static readonly HashSet<string> Containers = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "body", "div", "section", "article", "main", "center", "details", "figure", "ul", "ol", "dl", "blockquote", "fieldset", "span", "font", "td",
    };

    private static readonly HtmlParserOptions Options = new() { IsScripting = false, IsKeepingSourceReferences = false };

    public IReadOnlyList<string> Extensions { get; } = [".html", ".htm", ".xhtml"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Read(await file.ReadTextAsync(cancellationToken), file.NameInWords);

    /// <summary>Reads an HTML page.</summary>
    internal static CourseDocument Read(string html, string fallbackTitle)
    {
        CheckNesting(html);
        using var document = new HtmlParser(Options).ParseDocument(html);
        var headings = new HeadingPath();
        var blocks = new List<DocumentBlock>();
        if (document.Body is not null)
        {
            Walk(document.QuerySelector("main") ?? document.Body, headings, blocks, 0);
        }

        var title = Collapse(document.Title ?? "");
        return new CourseDocument(headings.Title ?? (title.Length > 0 ? title : fallbackTitle), blocks);
    }

    // A million nested elements would exhaust the stack of any tree walk.
    private static void CheckNesting(string html)
    {
        var depth = 0;
        for (var i = html.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < html.Length; i = html.IndexOf('<', i + 1))
        {
            if (html[i + 1] == '/')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (html.AsSpan(i + 1).StartsWith("div", StringComparison.OrdinalIgnoreCase) || html.AsSpan(i + 1).StartsWith("span", StringComparison.OrdinalIgnoreCase)
                || html.AsSpan(i + 1).StartsWith("b>", StringComparison.OrdinalIgnoreCase) || html.AsSpan(i + 1).StartsWith("ul", StringComparison.OrdinalIgnoreCase)
                || html.AsSpan(i + 1).StartsWith("table", StringComparison.OrdinalIgnoreCase) || html.AsSpan(i + 1).StartsWith("font", StringComparison.OrdinalIgnoreCase))
            {
                if (++depth > 5000)
                {
                    throw new IngestException("its elements are nested more than 5,000 deep.");
                }
            }
        }
    }

    private static void Walk(IElement element, HeadingPath headings, List<DocumentBlock> blocks, int depth)
    {
        if (depth > DeepestNesting)
        {
            Add(BlockKind.Prose, element.TextContent, headings, blocks);
            return;
        }

        var loose = new System.Text.StringBuilder();
        foreach (var node in element.ChildNodes)
        {
            if (node is IElement child && (IsBlock(child) || HoldsBlocks(child)))
            {
                Flush(loose, headings, blocks);
                Block(child, headings, blocks, depth);
            }
            else if (node is not IElement hidden || !IsSkipped(hidden))
            {
                loose.Append(node.NodeType is NodeType.Text or NodeType.Element ? node.TextContent : "");
            }
        }

        Flush(loose, headings, blocks);
    }

    private static void Block(IElement element, HeadingPath headings, List<DocumentBlock> blocks, int depth)
    {
        var name = element.LocalName;
        if (IsSkipped(element))
        {
            return;
        }

        if (name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6')
        {
            headings.Enter(name[1] - '0', Collapse(element.TextContent));
            return;
        }

        switch (name)
        {
            case "li" or "dd":
                AddItem(element, headings, blocks, depth);
                break;
            case "pre":
                blocks.Add(new DocumentBlock(BlockKind.Code, element.TextContent.Trim('\n', '\r'), headings.Path) { Heading = headings.Words });
                break;
            case "table":
                AddTable(element, headings, blocks);
                break;
            default:
                if (Containers.Contains(name))
                {
                    Walk(element, headings, blocks, depth + 1);
                }
                else
                {
                    Add(BlockKind.Prose, element.TextContent, headings, blocks);
                }

                break;
        }
    }

    private static void AddItem(IElement item, HeadingPath headings, List<DocumentBlock> blocks, int depth)
    {
        var nested = item.Children.Where(c => c.LocalName is "ul" or "ol").ToArray();
        var own = string.Concat(item.ChildNodes.Where(n => !nested.Contains(n)).Select(n => n.TextContent + " "));
        Add(BlockKind.ListItem, own, headings, blocks);
        foreach (var list in nested)
        {
            Walk(list, headings, blocks, depth + 1);
        }
    }

    private static void AddTable(IElement table, HeadingPath headings, List<DocumentBlock> blocks)
    {
        string[] names = [];
        foreach (var row in table.QuerySelectorAll("tr").Take(5000))
        {
            var cells = row.Children.Where(c => c.LocalName is "td" or "th").Select(c => Collapse(c.TextContent)).ToArray();
            if (names.Length == 0 && row.Children.All(c => c.LocalName == "th"))
            {
                names = cells;
            }
            else
            {
                Add(BlockKind.TableRow, TableRowText.Join(names, cells), headings, blocks);
            }
        }
    }

    private static bool IsBlock(IElement element) =>
        element.LocalName is "p" or "li" or "dd" or "dt" or "pre" or "table" or "figcaption" or "summary" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6"
        || (Containers.Contains(element.LocalName) && element.LocalName is not ("span" or "font")) || IsSkipped(element);

    private static bool HoldsBlocks(IElement element) =>
        element.LocalName is "span" or "font" && element.Children.Any(c => c.LocalName is "p" or "div" or "ul" or "ol" or "table");

    private static bool IsSkipped(IElement element) =>
        Skipped.Contains(element.LocalName) || element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true"
        || (element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase) ?? false);

    private static void Flush(System.Text.StringBuilder loose, HeadingPath headings, List<DocumentBlock> blocks)
    {
        Add(BlockKind.Prose, loose.ToString(), headings, blocks);
        loose.Clear();
    }

    private static void Add(BlockKind kind, string text, HeadingPath headings, List<DocumentBlock> blocks)
    {
        var collapsed = Collapse(text);
        if (collapsed.Length > 0)
        {
            blocks.Add(new DocumentBlock(kind, collapsed, headings.Path) { Heading = headings.Words });
        }
    }

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
