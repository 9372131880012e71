using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Whether the evidence is strong enough to answer.</summary>
/// <param name="IsAnswered">True if it is.</param>
/// <param name="Rule">The rule that decided against; null otherwise.</param>
internal sealed partial record EvidenceDecision(bool IsAnswered, string? Rule)
{
    private const double SureEvidence = 0.9;
    private const double StrongEvidence = 0.8;
    private const double HeadingEvidence = 0.75;
    private const double OwnEvidence = 0.2;

    /// <summary>Weighs the evidence for a question.</summary>
    public static EvidenceDecision Decide(CourseQuery query, AnswerOptions options)
    {
        if (query.Ranked.Count == 0 || query.Terms.Count == 0)
        {
            return new EvidenceDecision(false, "nothing-found");
        }

        if (ComparedSides.Find(query.Course.Index, query.Reading, query.Ranked).Count > 1)
        {
            return new EvidenceDecision(true, null);
        }

        var best = query.Ranked[0];
        if (best.Coverage < options.MinimumEvidence || (best.Own < OwnEvidence && best.Coverage < HeadingEvidence))
        {
            return new EvidenceDecision(false, "weak-evidence");
        }

        // Half of a name in one place and half in another define nothing.
        if (query.Reading.Kind == QuestionKind.Definition && best.Coverage < SureEvidence && !query.Scorer.NamesSubject(best.Sentence))
        {
            return new EvidenceDecision(false, "subject-apart");
        }

        // A question for a date is not answered by a passage that has none.
        if (query.Reading.Kind == QuestionKind.When && !Near(query, best.Sentence, Moment()))
        {
            return new EvidenceDecision(false, "no-date");
        }

        // A question for a number is not answered by a passage that has none.
        if (query.Reading.Kind == QuestionKind.Number && best.Coverage < StrongEvidence && !Near(query, best.Sentence, Figure()))
        {
            return new EvidenceDecision(false, "no-figure");
        }

        return new EvidenceDecision(true, null);
    }

    private static bool Near(CourseQuery query, int sentence, Regex wanted)
    {
        var index = query.Course.Index;
        for (var s = Math.Max(0, sentence - 1); s <= Math.Min(index.Sentences.Count - 1, sentence + 2); s++)
        {
            var entry = index.Sentences[s];
            if (wanted.IsMatch(index.Passages[entry.Passage].Sentences[entry.Order].Text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\b(?:1\d{3}|20\d{2})\b|\d{1,2}[:.]\d{2}|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|centuries|(?:eighteen|nineteen|twenty|fifteen|sixteen|seventeen) (?:hundred|oh|\w+)|years? ago|weeks?|days?|hours?|minutes?|seconds?|milliseconds?|every|always|noon|midnight|morning|evening|tomorrow|today|when|after|before|until|if|once|bc|ad)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|half|twice|dozen|twenty|thirty|forty|fifty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Figure();
}
