namespace VirtualTA.Knowledge.Answering;

/// <summary>What an answer has to contain.</summary>
internal enum QuestionKind
{
    /// <summary>No particular form.</summary>
    Open,

    /// <summary>"What is a vocoder?"</summary>
    Definition,

    /// <summary>"How many layers …?", "What sampling rate …?"</summary>
    Number,

    /// <summary>"What is the difference between … and …?"</summary>
    Comparison,

    /// <summary>"Which losses are used?"</summary>
    List,

    /// <summary>"Why …?"</summary>
    Reason,

    /// <summary>"How does … work?", "How do I …?"</summary>
    Procedure,

    /// <summary>"Is …?", "Can …?"</summary>
    YesNo,

    /// <summary>"Who …?"</summary>
    Who,

    /// <summary>"When …?"</summary>
    When,
}
