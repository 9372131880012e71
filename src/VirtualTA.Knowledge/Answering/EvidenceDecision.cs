using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Whether the evidence is strong enough to answer.</summary>
/// <param name="IsAnswered">True if it is.</param>
/// <param name="Rule">The rule that decided against; null otherwise.</param>
internal sealed partial record EvidenceDecision(bool IsAnswered, string? Rule)
{
    private const double StrongEvidence = 0.8;
    private const double OwnEvidence = 0.2;

    /// <summary>Weighs the evidence for a question.</summary>
    public static EvidenceDecision Decide(CourseQuery query, AnswerOptions options)
    {
        if (query.Ranked.Count == 0 || query.Terms.Count == 0)
        {
            return new EvidenceDecision(false, "nothing-found");
        }

        var best = query.Ranked[0];
        if (best.Coverage < options.MinimumEvidence || best.Own < OwnEvidence)
        {
            return new EvidenceDecision(false, "weak-evidence");
        }

        // A question for a number is not answered by a passage that has none.
        if (query.Reading.Kind is QuestionKind.Number or QuestionKind.When && best.Coverage < StrongEvidence && !HasFigure(query, best.Sentence))
        {
            return new EvidenceDecision(false, "no-figure");
        }

        return new EvidenceDecision(true, null);
    }

    private static bool HasFigure(CourseQuery query, int sentence)
    {
        var index = query.Course.Index;
        for (var s = Math.Max(0, sentence - 1); s <= Math.Min(index.Sentences.Count - 1, sentence + 2); s++)
        {
            var entry = index.Sentences[s];
            if (Figure().IsMatch(index.Passages[entry.Passage].Sentences[entry.Order].Text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|half|twice|dozen|twenty|thirty|forty|fifty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Figure();
}
