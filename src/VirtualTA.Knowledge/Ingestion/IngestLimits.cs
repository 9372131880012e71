namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Bounds that keep a hostile or broken file from exhausting the machine.</summary>
public sealed class IngestLimits
{
    /// <summary>Largest text, HTML, caption or notebook file, in bytes.</summary>
    public long MaximumTextBytes { get; init; } = 32L << 20;

    /// <summary>Largest PDF or PPTX file, in bytes.</summary>
    public long MaximumBinaryBytes { get; init; } = 256L << 20;

    /// <summary>Most text kept of one document, in characters.</summary>
    public int MaximumCharacters { get; init; } = 12_000_000;

    /// <summary>Largest part inside a PPTX file after decompression, in bytes.</summary>
    public long MaximumPartBytes { get; init; } = 24L << 20;

    /// <summary>Most entries inside a PPTX file.</summary>
    public int MaximumParts { get; init; } = 20_000;

    /// <summary>Longest time that <c>pdftotext</c> may take for one file.</summary>
    public TimeSpan PdfTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most files of one ingest.</summary>
    public int MaximumFiles { get; init; } = 20_000;
}
