using System.Text;
using System.Text.Json;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads Jupyter notebooks: the text cells, the code, and printed results.</summary>
internal sealed class NotebookReader : IDocumentReader
{
    private const int LongestOutput = 600;

    public IReadOnlyList<string> Extensions { get; } = [".ipynb"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Read(await file.ReadTextAsync(cancellationToken), file.NameInWords);

    /// <summary>Reads notebook text.</summary>
    /// <exception cref="IngestException">It is no notebook.</exception>
    internal static CourseDocument Read(string json, string fallbackTitle)
    {
        try
        {
            using var notebook = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return Read(notebook.RootElement, fallbackTitle);
        }
        catch (JsonException exception)
        {
            throw new IngestException("it is no valid notebook (broken JSON). Open it in Jupyter and save it again.", exception);
        }
    }

    private static CourseDocument Read(JsonElement root, string fallbackTitle)
    {
        if (root.ValueKind != JsonValueKind.Object || !TryCells(root, out var cells))
        {
            throw new IngestException("it is no notebook: there is no list of cells. Save it as version 4 in Jupyter.");
        }

        var headings = new HeadingPath();
        var blocks = new List<DocumentBlock>();
        var number = 0;
        foreach (var cell in cells.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
        {
            number++;
            var text = Lines(cell, "source");
            if (Text(cell, "cell_type") == "markdown")
            {
                MarkdownReader.ReadInto(text, headings, blocks);
            }
            else if (!string.IsNullOrWhiteSpace(text))
            {
                var place = headings.Path.Length > 0 ? $"{headings.Path} › cell {number}" : $"cell {number}";
                blocks.Add(new DocumentBlock(BlockKind.Code, text, place) { Heading = headings.Words });
                AddComments(text, place, headings.Words, blocks);
                AddOutputs(cell, place, headings.Words, blocks);
            }
        }

        return new CourseDocument(headings.Title ?? fallbackTitle, blocks);
    }

    // Version 3 keeps its cells in worksheets.
    private static bool TryCells(JsonElement root, out JsonElement cells)
    {
        if (root.TryGetProperty("cells", out cells))
        {
            return cells.ValueKind == JsonValueKind.Array;
        }

        return root.TryGetProperty("worksheets", out var sheets) && sheets.ValueKind == JsonValueKind.Array && sheets.GetArrayLength() > 0
            && sheets[0].ValueKind == JsonValueKind.Object && sheets[0].TryGetProperty("cells", out cells) && cells.ValueKind == JsonValueKind.Array;
    }

    private static void AddComments(string code, string place, string heading, List<DocumentBlock> blocks)
    {
        var comment = string.Join(' ', code.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[2..]));
        if (comment.Length > 0)
        {
            blocks.Add(new DocumentBlock(BlockKind.Prose, comment, place) { Heading = heading });
        }
    }

    private static void AddOutputs(JsonElement cell, string place, string heading, List<DocumentBlock> blocks)
    {
        if (!cell.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var output in outputs.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object))
        {
            var text = Lines(output, "text");
            if (text.Length == 0 && output.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            {
                text = Lines(data, "text/plain");
            }

            if (!string.IsNullOrWhiteSpace(text) && text.Length <= LongestOutput)
            {
                blocks.Add(new DocumentBlock(BlockKind.ListItem, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), place) { Heading = heading });
            }
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static string Lines(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString() ?? "";
        }

        var lines = new StringBuilder();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var line in value.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.String))
            {
                lines.Append(line.GetString());
            }
        }

        return lines.ToString();
    }
}
