namespace VirtualTA.Knowledge.Search;

/// <summary>One thing that is looked for.</summary>
/// <param name="Word">The word of the question.</param>
/// <param name="Weight">How much it counts, from 0 to 1.</param>
/// <param name="Alternatives">Terms of the course that satisfy it, with how well (0 to 1).</param>
internal sealed record QueryTerm(string Word, double Weight, IReadOnlyList<(int Term, double Match)> Alternatives)
{
    /// <summary>True if the course has no word for it, not even a similar one.</summary>
    public bool IsUnknown => Alternatives.Count == 0;

    /// <summary>True if it is an everyday word that the answer need not contain.</summary>
    public bool IsCommon { get; init; }

    /// <summary>How much its absence speaks against an answer, from 0 to 1: much for a name or a noun, little for what the student says about it.</summary>
    public double Need { get; init; } = 1;

    /// <summary>True if it comes from an earlier question of the conversation.</summary>
    public bool IsContext { get; init; }
}
