namespace VirtualTA.Knowledge.Answering;

/// <summary>What a question asks for.</summary>
/// <param name="Text">The question, cleaned of politeness.</param>
/// <param name="Kind">What the answer has to contain.</param>
internal sealed record QuestionReading(string Text, QuestionKind Kind)
{
    /// <summary>What is to be defined or explained, in the words of the question; empty if not known.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The things to be compared; empty for other kinds.</summary>
    public IReadOnlyList<string> Sides { get; init; } = [];

    /// <summary>What is counted or measured ("layers", "sampling rate"); empty for other kinds.</summary>
    public string Measured { get; init; } = "";

    /// <summary>True if it can only be understood with the question before.</summary>
    public bool IsFollowUp { get; init; }
}
