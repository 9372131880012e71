using VirtualTA.Core.Contracts;

namespace VirtualTA.Knowledge.Evaluation;

/// <summary>How one question was answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="FirstSource">Document and locator cited first; empty without a citation.</param>
/// <param name="Outcome">How the answer ended.</param>
/// <param name="CitedRight">The right passage was cited first.</param>
/// <param name="HasFact">The spoken answer contains the expected fact.</param>
/// <param name="Refused">The answer says that the course does not cover the question.</param>
/// <param name="Words">Length of the answer.</param>
/// <param name="FirstSentence">Time until the first sentence.</param>
public sealed record QuestionResult(
    EvaluationQuestion Question, string Answer, string FirstSource, AnswerOutcome Outcome, bool CitedRight, bool HasFact, bool Refused, int Words, TimeSpan FirstSentence)
{
    /// <summary>The rule that fired where the answer is degraded or refused; otherwise null.</summary>
    public string? Rule { get; init; }
}

/// <summary>Shares over a set of questions.</summary>
/// <param name="Answerable">Number of answerable questions.</param>
/// <param name="Unanswerable">Number of unanswerable questions.</param>
/// <param name="CitedRight">Share of answerable ones with the right passage cited first.</param>
/// <param name="HasFact">Share of answerable ones with the expected fact in the spoken answer.</param>
/// <param name="Refused">Share of unanswerable ones that were refused.</param>
/// <param name="LongestWords">Longest answer, in words.</param>
/// <param name="MedianFirstSentence">Median time until the first sentence.</param>
public sealed record EvaluationScore(int Answerable, int Unanswerable, double CitedRight, double HasFact, double Refused, int LongestWords, TimeSpan MedianFirstSentence)
{
    /// <summary>Scores results; shares of an empty set are 1.</summary>
    public static EvaluationScore Of(IReadOnlyCollection<QuestionResult> results)
    {
        var answerable = results.Where(r => r.Question.IsAnswerable).ToArray();
        var unanswerable = results.Where(r => !r.Question.IsAnswerable).ToArray();
        var times = results.Select(r => r.FirstSentence).Order().ToArray();
        return new EvaluationScore(
            answerable.Length,
            unanswerable.Length,
            Share(answerable, r => r.CitedRight),
            Share(answerable, r => r.HasFact),
            Share(unanswerable, r => r.Refused),
            results.Count == 0 ? 0 : results.Max(r => r.Words),
            times.Length == 0 ? TimeSpan.Zero : times[times.Length / 2]);
    }

    private static double Share(QuestionResult[] results, Func<QuestionResult, bool> holds) =>
        results.Length == 0 ? 1 : (double)results.Count(holds) / results.Length;
}

/// <summary>The result of an evaluation.</summary>
/// <param name="Results">Every question.</param>
/// <param name="All">All questions together.</param>
/// <param name="Development">The questions used while the answerer was made.</param>
/// <param name="HeldOut">The others: the honest figure.</param>
/// <param name="ByCourse">Scores of each course.</param>
public sealed record EvaluationReport(
    IReadOnlyList<QuestionResult> Results, EvaluationScore All, EvaluationScore Development, EvaluationScore HeldOut, IReadOnlyDictionary<string, EvaluationScore> ByCourse);
