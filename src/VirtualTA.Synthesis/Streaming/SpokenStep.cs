using VirtualTA.Synthesis.Text;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>What one step of the codec language model gave: two frames of level 1 and what is being said in them.</summary>
/// <param name="Code0">Level 1 of the first frame.</param>
/// <param name="Code1">Level 1 of the second frame.</param>
/// <param name="Symbol0">Symbol of <see cref="Core.Pronunciation.PhoneSet"/> said in the first frame.</param>
/// <param name="Symbol1">Symbol said in the second frame.</param>
/// <param name="Clause">The clause being said; null at the end of a stretch, which carries no frames.</param>
/// <param name="Place">Index of the first frame's symbol in the clause.</param>
internal readonly record struct SpokenStep(int Code0, int Code1, byte Symbol0, byte Symbol1, PhonemeClause? Clause, int Place)
{
    /// <summary>Marks the end of a stretch: what follows starts afresh behind the voice.</summary>
    public static SpokenStep EndOfStretch { get; }

    public bool EndsStretch => Clause is null;
}
