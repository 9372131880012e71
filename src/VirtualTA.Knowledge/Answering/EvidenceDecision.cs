using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Whether the evidence is strong enough to answer.</summary>
/// <param name="IsAnswered">True if it is.</param>
/// <param name="Rule">The rule that decided against; null otherwise.</param>
internal sealed partial record EvidenceDecision(bool IsAnswered, string? Rule)
{
    private const double SureEvidence = 0.9;
    private const double StrongEvidence = 0.8;
    private const double HeadingEvidence = 0.75;
    private const double SpeechEvidence = 0.58;
    private const double NamesTopic = 0.8;
    private const double UnknownTopicEvidence = 0.64;
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
        var least = options.MinimumEvidence;
        if (query.Terms.Any(t => t is { IsUnknown: true, IsCommon: false, Need: >= NamesTopic }))
        {
            least = Math.Max(least, UnknownTopicEvidence);
        }

        if (best.Coverage < least || (best.Own < OwnEvidence && best.Coverage < (IsSpeech(query, best.Sentence) ? SpeechEvidence : HeadingEvidence)))
        {
            return new EvidenceDecision(false, "weak-evidence");
        }

        // Half of a name in one place and half in another define nothing.
        if (query.Reading.Kind == QuestionKind.Definition && best.Coverage < SureEvidence && !query.Scorer.NamesSubject(best.Sentence))
        {
            return new EvidenceDecision(false, "subject-apart");
        }

        // A question for an inventor is not answered by what was invented.
        if (query.Reading.Kind == QuestionKind.Who && Originating().IsMatch(query.Reading.Text) && !NearPerson(query, best.Sentence))
        {
            return new EvidenceDecision(false, "no-person");
        }

        // "Who was Luther's wife?" is not answered by a passage without a wife.
        if (query.Reading.Kind != QuestionKind.Number && Attribute().Match(query.Reading.Text) is { Success: true } attribute && !NearWord(query, best.Sentence, attribute.Groups[1].Value))
        {
            return new EvidenceDecision(false, "attribute-missing");
        }

        // A question for a date is not answered by a passage that has none.
        if (query.Reading.Kind == QuestionKind.When && !Near(query, best.Sentence, t => Moment().IsMatch(t) || FactForms.HasMoment(t)))
        {
            return new EvidenceDecision(false, "no-date");
        }

        // A question for a number is not answered by a passage that has none.
        if (query.Reading.Kind == QuestionKind.Number && best.Coverage < StrongEvidence && !Near(query, best.Sentence, t => Figure().IsMatch(t)))
        {
            return new EvidenceDecision(false, "no-figure");
        }

        return new EvidenceDecision(true, null);
    }

    private static bool NearPerson(CourseQuery query, int sentence)
    {
        var index = query.Course.Index;
        for (var s = Math.Max(0, sentence - 1); s <= Math.Min(index.Sentences.Count - 1, sentence + 2); s++)
        {
            var content = index.Content(s);
            if (FactForms.HasPerson(content.Text, content.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSpeech(CourseQuery query, int sentence) =>
        query.Course.Index.Passages[query.Course.Index.Sentences[sentence].Passage].Sentences[0].Kind == Ingestion.BlockKind.Speech;

    private static bool NearWord(CourseQuery query, int sentence, string word)
    {
        var index = query.Course.Index;
        var term = query.Terms.FirstOrDefault(t => t.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (term is null || term.IsCommon)
        {
            return true;
        }

        var wanted = term.Alternatives.Select(a => a.Term).ToHashSet();
        for (var s = Math.Max(0, sentence - 3); s <= Math.Min(index.Sentences.Count - 1, sentence + 3); s++)
        {
            if (index.Sentences[s].Terms.Any(wanted.Contains) || index.Headings[index.Sentences[s].Passage].Any(wanted.Contains))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Near(CourseQuery query, int sentence, Func<string, bool> holds)
    {
        var index = query.Course.Index;
        for (var s = Math.Max(0, sentence - 1); s <= Math.Min(index.Sentences.Count - 1, sentence + 2); s++)
        {
            var entry = index.Sentences[s];
            if (holds(index.Passages[entry.Passage].Sentences[entry.Order].Text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\b(?:invent|discover|found|propos|introduc|develop|coin|design|creat|publish|wrote|writ|formulat|devis|pioneer|came up with|had the idea|originat|first to)", RegexOptions.IgnoreCase)]
    private static partial Regex Originating();

    [GeneratedRegex(@"\w['’]s (?:\w+ )?(\w+)[?.! ]*$")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\b(?:1\d{3}|20\d{2})\b|\d{1,2}[:.]\d{2}|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|centuries|(?:eighteen|nineteen|twenty|fifteen|sixteen|seventeen) (?:hundred|oh|\w+)|years? ago|weeks?|days?|hours?|minutes?|seconds?|milliseconds?|every|always|noon|midnight|morning|evening|tomorrow|today|when|after|before|until|if|once|bc|ad)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|half|twice|dozen|twenty|thirty|forty|fifty)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Figure();
}
