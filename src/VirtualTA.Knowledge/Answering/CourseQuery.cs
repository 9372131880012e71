using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>A question that was searched: what it asks, and the evidence in the course.</summary>
internal sealed class CourseQuery
{
    private const int PassagesToRank = 40;
    private const double GoodCoverage = 0.66;
    private const int CloseCandidates = 12;
    private const double UnsaidType = 0.3;
    private const double SaidType = 0.5;
    private const double ContextWeight = 0.7;
    private const double SlideBoost = 1.35;
    private const double EarlierSourceBoost = 1.15;

    private CourseQuery(Course course, QuestionReading reading, IReadOnlyList<QueryTerm> terms, EvidenceScorer scorer, List<PassageHit> hits, List<Evidence> ranked)
    {
        Course = course;
        Reading = reading;
        Terms = terms;
        Scorer = scorer;
        Hits = hits;
        Ranked = ranked;
    }

    public Course Course { get; }

    public QuestionReading Reading { get; }

    public IReadOnlyList<QueryTerm> Terms { get; }

    public EvidenceScorer Scorer { get; }

    public List<PassageHit> Hits { get; }

    public List<Evidence> Ranked { get; }

    /// <summary>Searches the course for a question.</summary>
    public static CourseQuery Run(Course course, Question question, string text)
    {
        var reading = QuestionReader.Read(text);
        var interpreter = new QueryInterpreter(course.Index);
        var terms = interpreter.Interpret(QuestionPhrases.Plain(reading.Text));
        Lighten(terms, AnswerType.Of(reading.Text));
        var earlier = question.History.Count > 0 ? question.History[^1] : null;
        if (reading.IsFollowUp && earlier is not null)
        {
            AddContext(interpreter, question.History, terms);
        }

        var boost = Boost(course, question.CurrentLocator, reading.IsFollowUp ? earlier : null);
        var hits = course.Index.Search(terms, PassagesToRank, boost);
        var scorer = new EvidenceScorer(course.Index, reading, terms);
        var ranked = scorer.Rank(hits, boost);
        PreferCovering(ranked);
        return new CourseQuery(course, reading, terms, scorer, hits, ranked);
    }

    // "Which brain areas …" is answered by an area, and the word "area" need not be said.
    private static void Lighten(List<QueryTerm> terms, string? type)
    {
        var at = type is null ? -1 : terms.FindIndex(t => t.Word == type);
        if (at >= 0 && terms.Any(t => t.Word != type && !t.IsCommon))
        {
            terms[at] = terms[at] with { Need = terms[at].Need * (terms[at].IsUnknown ? UnsaidType : SaidType) };
        }
    }

    // A sentence of the right form that misses half of the question gives way to one near it in score that covers it.
    private static void PreferCovering(List<Evidence> ranked)
    {
        if (ranked.Count == 0 || ranked[0].Coverage >= GoodCoverage)
        {
            return;
        }

        for (var i = 1; i < Math.Min(CloseCandidates, ranked.Count); i++)
        {
            if (ranked[i].Coverage >= ranked[0].Coverage + 0.1 && ranked[i].Coverage >= GoodCoverage && ranked[i].Score >= ranked[0].Score * 0.82)
            {
                var better = ranked[i];
                ranked.RemoveAt(i);
                ranked.Insert(0, better);
                return;
            }
        }
    }

    // "And how fast is it?" has no topic of its own: the last question that had one lends it.
    private static void AddContext(QueryInterpreter interpreter, IReadOnlyList<Exchange> history, List<QueryTerm> terms)
    {
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var reading = QuestionReader.Read(history[i].Question);
            foreach (var term in interpreter.Interpret(QuestionPhrases.Plain(reading.Text)).Where(t => !t.IsCommon && !t.IsUnknown && terms.All(known => known.Word != t.Word)))
            {
                terms.Add(term with { Weight = term.Weight * ContextWeight, Need = term.Need * ContextWeight, IsContext = true });
            }

            if (!reading.IsFollowUp)
            {
                return;
            }
        }
    }

    private static Func<int, double>? Boost(Course course, string? locator, Exchange? earlier)
    {
        if (locator is null && earlier is null)
        {
            return null;
        }

        var sources = earlier?.Citations.Select(c => c.Source).ToHashSet(StringComparer.Ordinal) ?? [];

        // Several documents have a slide 3, and only one of them is on the screen.
        var isOfDocument = locator is not null && course.Index.Passages.Any(passage => IsNamed(passage, locator));
        return passage =>
        {
            var found = course.Index.Passages[passage];
            var factor = sources.Contains(found.Source) ? EarlierSourceBoost : 1;
            var isNow = locator is not null && (isOfDocument ? IsNamed(found, locator) : IsCalled(found, locator));
            return isNow ? factor * SlideBoost : factor;
        };
    }

    private static bool IsNamed(Chunking.CoursePassage passage, string locator) =>
        IsBoth(locator, passage.Title, ", ", passage.Locator) || IsBoth(locator, passage.Source, " ", passage.Locator);

    private static bool IsCalled(Chunking.CoursePassage passage, string locator) =>
        passage.Locator.Equals(locator, StringComparison.OrdinalIgnoreCase) || passage.Source.Equals(locator, StringComparison.OrdinalIgnoreCase)
        || locator.EndsWith(" " + passage.Locator, StringComparison.OrdinalIgnoreCase);

    private static bool IsBoth(string locator, string document, string between, string place) =>
        locator.Length == document.Length + between.Length + place.Length && locator.StartsWith(document, StringComparison.OrdinalIgnoreCase)
        && locator.EndsWith(between + place, StringComparison.OrdinalIgnoreCase);
}
