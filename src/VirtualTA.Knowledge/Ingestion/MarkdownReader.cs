using System.Text;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads Markdown with tables, mathematics and front matter.</summary>
internal sealed class MarkdownReader : IDocumentReader
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().UseYamlFrontMatter().Build();

    public IReadOnlyList<string> Extensions { get; } = [".md", ".markdown"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Read(await file.ReadTextAsync(cancellationToken), file.NameInWords);

    /// <summary>Reads Markdown text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="fallbackTitle">Title of a document without a heading.</param>
    internal static CourseDocument Read(string markdown, string fallbackTitle)
    {
        var headings = new HeadingPath();
        var blocks = new List<DocumentBlock>();
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new IngestException("its Markdown is nested too deeply or malformed.", exception);
        }

        AddBlocks(document, headings, blocks);
        return new CourseDocument(headings.Title ?? fallbackTitle, blocks);
    }

    /// <summary>Reads Markdown below headings that are known already, as notebooks need.</summary>
    internal static void ReadInto(string markdown, HeadingPath headings, List<DocumentBlock> blocks) =>
        AddBlocks(Markdown.Parse(markdown, Pipeline), headings, blocks);

    private static void AddBlocks(ContainerBlock container, HeadingPath headings, List<DocumentBlock> blocks)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case YamlFrontMatterBlock or HtmlBlock or LinkReferenceDefinitionGroup:
                    break;
                case HeadingBlock heading:
                    headings.Enter(heading.Level, TextOf(heading.Inline));
                    break;
                case MathBlock mathematics:
                    AddFormula(mathematics.Lines.ToString().Trim(), headings, blocks);
                    break;
                case CodeBlock code:
                    Add(BlockKind.Code, code.Lines.ToString().TrimEnd(), headings, blocks);
                    break;
                case Table table:
                    AddTable(table, headings, blocks);
                    break;
                case ListBlock list:
                    AddList(list, headings, blocks);
                    break;
                case ParagraphBlock paragraph:
                    AddParagraph(TextOf(paragraph.Inline), headings, blocks);
                    break;
                case ContainerBlock inner:
                    AddBlocks(inner, headings, blocks);
                    break;
                default:
                    break;
            }
        }
    }

    private static void AddParagraph(string text, HeadingPath headings, List<DocumentBlock> blocks)
    {
        if (text.Length > 2 && text[0] == '$' && text[^1] == '$' && text.AsSpan(1, text.Length - 2).IndexOf('$') < 0)
        {
            AddFormula(text[1..^1].Trim(), headings, blocks);
            return;
        }

        Add(BlockKind.Prose, text, headings, blocks);
    }

    // A displayed formula completes the sentence before it: alone it answers nothing.
    private static void AddFormula(string formula, HeadingPath headings, List<DocumentBlock> blocks)
    {
        if (formula.Length == 0)
        {
            return;
        }

        var last = blocks.Count > 0 ? blocks[^1] : null;
        if (last is { Kind: BlockKind.Prose } && last.Place == headings.Path && !last.Text.EndsWith('.'))
        {
            blocks[^1] = last with { Text = $"{last.Text} ${formula}$." };
            return;
        }

        Add(BlockKind.Formula, $"${formula}$", headings, blocks);
    }

    private static void AddList(ListBlock list, HeadingPath headings, List<DocumentBlock> blocks)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var first = true;
            foreach (var part in item)
            {
                if (first && part is ParagraphBlock paragraph)
                {
                    Add(BlockKind.ListItem, TextOf(paragraph.Inline), headings, blocks);
                    first = false;
                }
                else if (part is ListBlock nested)
                {
                    AddList(nested, headings, blocks);
                }
                else if (part is ParagraphBlock more)
                {
                    Add(BlockKind.Prose, TextOf(more.Inline), headings, blocks);
                }
                else if (part is CodeBlock code)
                {
                    Add(BlockKind.Code, code.Lines.ToString().TrimEnd(), headings, blocks);
                }
            }
        }
    }

    private static void AddTable(Table table, HeadingPath headings, List<DocumentBlock> blocks)
    {
        string[] names = [];
        foreach (var row in table.OfType<TableRow>())
        {
            var cells = row.OfType<TableCell>().Select(TextOfCell).ToArray();
            if (row.IsHeader)
            {
                names = cells;
                continue;
            }

            Add(BlockKind.TableRow, TableRowText.Join(names, cells), headings, blocks);
        }
    }

    private static string TextOfCell(TableCell cell) =>
        string.Join(' ', cell.OfType<ParagraphBlock>().Select(p => TextOf(p.Inline)));

    private static void Add(BlockKind kind, string text, HeadingPath headings, List<DocumentBlock> blocks)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            blocks.Add(new DocumentBlock(kind, text.Trim(), headings.Path) { Heading = headings.Words });
        }
    }

    private static string TextOf(ContainerInline? inline)
    {
        var text = new StringBuilder();
        Append(inline, text);
        return text.ToString().Trim();
    }

    private static void Append(Inline? inline, StringBuilder text)
    {
        switch (inline)
        {
            case null or HtmlInline:
                break;
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case MathInline mathematics:
                text.Append('$').Append(mathematics.Content.AsSpan()).Append('$');
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case LinkInline { IsImage: true }:
                break;
            case ContainerInline container:
                foreach (var child in container)
                {
                    Append(child, text);
                }

                break;
            default:
                break;
        }
    }
}
