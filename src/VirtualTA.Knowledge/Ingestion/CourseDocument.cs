namespace VirtualTA.Knowledge.Ingestion;

/// <summary>A document as it was read, before it is cut into passages.</summary>
/// <param name="Title">Its first heading, or the name of its file in words.</param>
/// <param name="Blocks">Its text in reading order.</param>
internal sealed record CourseDocument(string Title, IReadOnlyList<DocumentBlock> Blocks);

/// <summary>A paragraph, list item, table row or caption.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its words, without markup.</param>
/// <param name="Place">Locator without time: heading path, <c>page 3</c>, <c>slide 12</c>; empty where only the time is known.</param>
internal sealed record DocumentBlock(BlockKind Kind, string Text, string Place)
{
    /// <summary>Heading or slide title above it; searched with a higher weight.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Second at which it is said; null without times.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>The words before cleaning, where they differ from <see cref="Text"/>.</summary>
    public string? Original { get; init; }
}

/// <summary>What a piece of course text is.</summary>
public enum BlockKind
{
    /// <summary>Running text.</summary>
    Prose,

    /// <summary>One item of a list.</summary>
    ListItem,

    /// <summary>One row of a table with its column names.</summary>
    TableRow,

    /// <summary>Program text.</summary>
    Code,

    /// <summary>A displayed formula.</summary>
    Formula,

    /// <summary>Spoken words.</summary>
    Speech,
}
