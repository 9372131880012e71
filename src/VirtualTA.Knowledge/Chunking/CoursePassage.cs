using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Chunking;

/// <summary>A part of a document that can be found, cited and opened: about a paragraph, or 40 seconds of speech.</summary>
/// <param name="Id">Key that stays the same as long as place and words do.</param>
/// <param name="Source">Path of the file below its course folder.</param>
/// <param name="Title">Title of the document.</param>
/// <param name="Locator">Where in the document.</param>
/// <param name="Heading">Headings above it.</param>
/// <param name="Sentences">Its sentences in order.</param>
public sealed record CoursePassage(
    string Id, string Source, string Title, string Locator, string Heading, IReadOnlyList<CourseSentence> Sentences)
{
    /// <summary>The passage as people read it.</summary>
    public string Text => string.Join(Sentences.All(s => s.Kind is BlockKind.Prose or BlockKind.Speech) ? " " : "\n", Sentences.Select(s => s.Text));
}

/// <summary>A sentence, list item, table row or caption of a passage.</summary>
/// <param name="Text">Cleaned words for the screen.</param>
/// <param name="Kind">What it is.</param>
public sealed record CourseSentence(string Text, BlockKind Kind)
{
    /// <summary>The words of the course, exactly, where cleaning changed them.</summary>
    public string? Original { get; init; }

    /// <summary>Second at which it is said; null without times.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>The words of the course, exactly.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Quote => Original ?? Text;
}
