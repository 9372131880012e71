namespace VirtualTA.Core.Contracts;

/// <summary>A question as text, with what the answer depends on.</summary>
/// <param name="Text">The question in words.</param>
/// <param name="Course">Name of the course whose material may be used.</param>
public sealed record Question(string Text, string Course)
{
    /// <summary>What was asked and heard before, oldest first.</summary>
    public IReadOnlyList<Exchange> History { get; init; } = [];

    /// <summary>Where the lecture is now, for instance <c>Codecs, slide 12</c>, or <c>slide 12</c> of any document; null outside a lecture.</summary>
    public string? CurrentLocator { get; init; }

    /// <summary>Whether the turn is late, so that the answer has to be short.</summary>
    public bool IsHurried { get; init; }

    /// <summary>BCP 47 language the answer is wanted in.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>An earlier question and the part of its answer that was given.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered, as far as it was heard.</param>
/// <param name="Citations">What the answer was based on.</param>
public sealed record Exchange(string Question, string Answer, IReadOnlyList<Citation> Citations)
{
    /// <summary>The rest of the answer, which was written but not heard because the person interrupted; empty otherwise.</summary>
    public string Unsaid { get; init; } = "";
}
