using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads PowerPoint slides with their notes and tables.</summary>
internal sealed class SlidesReader : IDocumentReader
{
    private const int MostSlides = 3000;

    public IReadOnlyList<string> Extensions { get; } = [".pptx"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(file.FullPath).Length;
        if (length > file.Limits.MaximumBinaryBytes)
        {
            throw new IngestException($"it has {length >> 20} MB and slides may have {file.Limits.MaximumBinaryBytes >> 20} MB. Compress its pictures or split it.");
        }

        try
        {
            await ZipGuard.CheckAsync(file.FullPath, file.Limits, cancellationToken);
            return Read(file);
        }
        catch (Exception exception) when (exception is InvalidDataException or OpenXmlPackageException or FileFormatException or XmlException or ArgumentException or InvalidOperationException or KeyNotFoundException or UriFormatException)
        {
            throw new IngestException("it is no readable PPTX file. Open it in PowerPoint or LibreOffice and save it again.", exception);
        }
    }

    private static CourseDocument Read(SourceFile file)
    {
        using var package = PresentationDocument.Open(file.FullPath, isEditable: false, new OpenSettings { AutoSave = false, MaxCharactersInPart = file.Limits.MaximumPartBytes });
        var presentation = package.PresentationPart;
        var ids = presentation?.Presentation?.SlideIdList?.Elements<SlideId>().Take(MostSlides).ToArray() ?? [];
        if (presentation is null || ids.Length == 0)
        {
            throw new IngestException("it has no slides.");
        }

        var blocks = new List<DocumentBlock>();
        string? documentTitle = null;
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i].RelationshipId?.Value is { } id && presentation.GetPartById(id) is SlidePart slide && slide.Slide is not null)
            {
                var title = AddSlide(slide, $"slide {i + 1}", blocks);
                documentTitle ??= title.Length > 0 ? title : null;
            }
        }

        return new CourseDocument(documentTitle ?? file.NameInWords, blocks);
    }

    private static string AddSlide(SlidePart slide, string place, List<DocumentBlock> blocks)
    {
        var shapes = slide.Slide.Descendants<Shape>().ToArray();
        var title = shapes.Where(IsTitle).Select(s => string.Join(' ', Paragraphs(s.TextBody))).FirstOrDefault(t => t.Length > 0) ?? "";
        var before = blocks.Count;
        foreach (var shape in shapes.Where(s => !IsTitle(s) && !IsFurniture(s)))
        {
            foreach (var paragraph in Paragraphs(shape.TextBody))
            {
                Add(BlockKind.ListItem, paragraph, place, title, blocks);
            }
        }

        foreach (var table in slide.Slide.Descendants<Drawing.Table>())
        {
            AddTable(table, place, title, blocks);
        }

        if (slide.NotesSlidePart?.NotesSlide is { } notes)
        {
            foreach (var shape in notes.Descendants<Shape>().Where(s => PlaceholderOf(s)?.Type?.Value == PlaceholderValues.Body))
            {
                Add(BlockKind.Prose, string.Join(' ', Paragraphs(shape.TextBody)), place + ", notes", title, blocks);
            }
        }

        if (blocks.Count == before)
        {
            Add(BlockKind.ListItem, title, place, title, blocks);
        }

        return title;
    }

    private static void AddTable(Drawing.Table table, string place, string title, List<DocumentBlock> blocks)
    {
        string[]? names = null;
        foreach (var row in table.Elements<Drawing.TableRow>())
        {
            var cells = row.Elements<Drawing.TableCell>().Select(c => string.Join(' ', c.Descendants<Drawing.Text>().Select(t => t.Text))).ToArray();
            if (names is null)
            {
                names = cells;
            }
            else
            {
                Add(BlockKind.TableRow, TableRowText.Join(names, cells), place, title, blocks);
            }
        }
    }

    private static IEnumerable<string> Paragraphs(TextBody? body)
    {
        foreach (var paragraph in body?.Elements<Drawing.Paragraph>() ?? [])
        {
            var text = string.Concat(paragraph.Descendants().Select(e => e is Drawing.Text run ? run.Text : e is Drawing.Break ? " " : "")).Trim();
            if (text.Length > 0)
            {
                yield return text;
            }
        }
    }

    private static PlaceholderShape? PlaceholderOf(Shape shape) => shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape;

    private static bool IsTitle(Shape shape) => PlaceholderOf(shape)?.Type?.Value is PlaceholderValues.Title or PlaceholderValues.CenteredTitle;

    // Date, footer and number repeat on every slide.
    private static bool IsFurniture(Shape shape) => PlaceholderOf(shape)?.Type?.Value is PlaceholderValues.DateAndTime or PlaceholderValues.Footer or PlaceholderValues.SlideNumber or PlaceholderValues.Header;

    private static void Add(BlockKind kind, string text, string place, string heading, List<DocumentBlock> blocks)
    {
        if (text.Length > 0)
        {
            // A bullet that is a full sentence reads as prose.
            var actual = kind == BlockKind.ListItem && text.EndsWith('.') ? BlockKind.Prose : kind;
            blocks.Add(new DocumentBlock(actual, text, place) { Heading = heading });
        }
    }
}
