namespace VirtualTA.Core.Contracts;

/// <summary>A step of an answer.</summary>
public abstract record AnswerPart;

/// <summary>Retrieval has ended.</summary>
/// <param name="Passages">Number of passages that the answer may draw on.</param>
public sealed record SourcesFound(int Passages) : AnswerPart;

/// <summary>More of the answer.</summary>
/// <param name="Text">What the screen shows; the pieces joined are the answer.</param>
/// <param name="Spoken">What the voice says for it; may be empty where the screen alone shows something.</param>
public sealed record AnswerText(string Text, string Spoken) : AnswerPart;

/// <summary>The source of text given before.</summary>
/// <param name="Citation">The source.</param>
public sealed record AnswerCited(Citation Citation) : AnswerPart;

/// <summary>Something about the answer that the screen and the operator should know, for instance that a sentence was taken back.</summary>
/// <param name="Code">Stable code, one of <see cref="NoticeCodes"/>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record AnswerNoticed(string Code, string Message) : AnswerPart;

/// <summary>The end of an answer.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Rule">The rule that fired where the answer is degraded or refused, for instance <c>llm-timeout</c>; otherwise null.</param>
public sealed record AnswerCompleted(AnswerOutcome Outcome, string? Rule = null) : AnswerPart;

/// <summary>How an answer ended.</summary>
public enum AnswerOutcome
{
    /// <summary>The course answers the question.</summary>
    Answered,

    /// <summary>The course does not answer the question, and the answer says so.</summary>
    Abstained,

    /// <summary>An answer was given by a simpler means than configured.</summary>
    Degraded,
}

/// <summary>A place in the course that supports a part of an answer.</summary>
/// <param name="Number">Mark shown in the answer, from 1.</param>
/// <param name="Source">Title or file of the course document.</param>
/// <param name="Locator">Where in the document: heading path, <c>page 3</c>, <c>slide 12</c> or <c>03:15</c>.</param>
/// <param name="Quote">The words of the course, exactly.</param>
/// <param name="PassageId">Key by which the whole passage can be opened.</param>
/// <param name="TextStart">Index of the first supported character in the answer's text.</param>
/// <param name="TextLength">Number of supported characters.</param>
public sealed record Citation(
    int Number, string Source, string Locator, string Quote, string PassageId, int TextStart, int TextLength);
