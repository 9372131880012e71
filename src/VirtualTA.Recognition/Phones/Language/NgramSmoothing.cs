namespace VirtualTA.Recognition.Phones.Language;

/// <summary>What is taken off every count for sequences never seen, by their length; each between 0 and 1.</summary>
/// <param name="Word">Off the number of predecessors of a word.</param>
/// <param name="Pair">Off the number of predecessors of a pair.</param>
/// <param name="Triple">Off the count of three words.</param>
public sealed record NgramSmoothing(double Word, double Pair, double Triple)
{
    /// <summary>For running text of which there is little: chosen by the perplexity of transcripts of other readers.</summary>
    public static NgramSmoothing Text { get; } = new(0.75, 0.9, 0.95);

    /// <summary>For counts of pairs in books, of which there is much.</summary>
    public static NgramSmoothing Books { get; } = new(0.75, 0.75, 0.95);

    /// <summary>For sentences made by filling patterns: what they do not hold is not said in that way.</summary>
    public static NgramSmoothing Patterns { get; } = new(0.5, 0.4, 0.4);
}
