namespace VirtualTA.Knowledge.Evaluation;

/// <summary>A question with what its answer must contain.</summary>
/// <param name="Course">Name of the course.</param>
/// <param name="Question">The question.</param>
public sealed record EvaluationQuestion(string Course, string Question)
{
    /// <summary>Path of the document that answers it; null if the course does not.</summary>
    public string? Source { get; init; }

    /// <summary>Words of the right passage; null to accept any passage of the document.</summary>
    public string? Evidence { get; init; }

    /// <summary>The answer must contain one of these.</summary>
    public IReadOnlyList<string> Facts { get => field ?? []; init; }

    /// <summary>Questions of the same conversation that are asked before it, oldest first.</summary>
    public IReadOnlyList<string> After { get => field ?? []; init; }

    /// <summary>True if the question was not looked at while the answerer was being made.</summary>
    public bool HeldOut { get; init; }

    /// <summary>True if the course answers it.</summary>
    public bool IsAnswerable => Facts.Count > 0;
}
