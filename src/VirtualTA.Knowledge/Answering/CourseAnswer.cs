using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Writes the answer that the evidence allows, or says that there is none.</summary>
internal sealed class CourseAnswer(Course course, AnswerOptions options)
{
    private const double NearestWorthNaming = 0.3;
    private const int PassagesShown = 8;
    private readonly EvidenceGate _gate = new(course.Index);

    /// <summary>The parts of the answer.</summary>
    /// <param name="query">What was found.</param>
    /// <param name="maximumWords">Longest answer.</param>
    public IEnumerable<AnswerPart> Answer(CourseQuery query, int maximumWords)
    {
        yield return new SourcesFound(Math.Min(PassagesShown, query.Hits.Count));
        var decision = EvidenceDecision.Decide(query, options);
        var writer = new AnswerWriter(course);
        if (!decision.IsAnswered)
        {
            foreach (var part in Refuse(query, writer))
            {
                yield return part;
            }

            AnswerMetrics.Abstained.Add(1);
            yield return new AnswerCompleted(AnswerOutcome.Abstained, decision.Rule);
            yield break;
        }

        foreach (var part in Write(query, [.. Sentences(query, maximumWords)], writer))
        {
            yield return part;
        }

        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }

    /// <summary>Says sentences with their sources; the best evidence is cited first even where its context is said before it.</summary>
    private IEnumerable<AnswerPart> Write(CourseQuery query, (int Sentence, string Text)[] sentences, AnswerWriter writer)
    {
        var lead = Math.Max(0, Array.FindIndex(sentences, s => s.Sentence == query.Ranked[0].Sentence));
        lead = sentences.Length > 0 && (PassageOf(sentences[lead].Sentence) == PassageOf(sentences[0].Sentence) || !IsSpeech(sentences[0].Sentence)) ? 0 : lead;
        var starts = new int[lead + 1];
        for (var i = 0; i <= lead && i < sentences.Length; i++)
        {
            starts[i] = writer.Length > 0 ? writer.Length + 1 : 0;
            yield return writer.SayUncited(sentences[i].Text, sentences[i].Sentence);
        }

        for (var i = lead; i >= 0 && i < sentences.Length; i--)
        {
            yield return writer.Cite(sentences[i].Sentence, starts[i], sentences[i].Text.Length);
        }

        foreach (var (sentence, text) in sentences.Skip(lead + 1))
        {
            foreach (var part in writer.SayCited(text, sentence))
            {
                yield return part;
            }
        }
    }

    /// <summary>The sentences of an answer, polished, in order.</summary>
    public IEnumerable<(int Sentence, string Text)> Sentences(CourseQuery query, int maximumWords)
    {
        var chosen = new AnswerComposer(course.Index, query.Reading, query.Scorer, maximumWords).Compose(query.Ranked);
        return Polish(chosen, maximumWords);
    }

    /// <summary>Polishes chosen sentences; a sentence that leans on the one before brings it along.</summary>
    public IEnumerable<(int Sentence, string Text)> Polish(IReadOnlyList<int> chosen, int maximumWords)
    {
        var polisher = new SentencePolisher(course.Index);
        var words = chosen.Sum(Words);
        var said = new List<int>(chosen.Count + 1);
        foreach (var sentence in chosen)
        {
            if (sentence > 0 && (said.Count == 0 || said[^1] != sentence - 1) && course.Index.Sentences[sentence - 1].Passage == course.Index.Sentences[sentence].Passage
                && polisher.NeedsPrevious(sentence) && words + Words(sentence - 1) <= maximumWords && !chosen.Contains(sentence - 1))
            {
                words += Words(sentence - 1);
                said.Add(sentence - 1);
            }

            said.Add(sentence);
        }

        for (var i = 0; i < said.Count; i++)
        {
            var followsOn = i > 0 && said[i - 1] == said[i] - 1;
            var goesOn = i + 1 < said.Count && said[i + 1] == said[i] + 1;
            var text = polisher.Polish(said[i], followsOn, goesOn);
            yield return (said[i], chosen.Contains(said[i]) ? Checked(said[i], text) : text);
        }
    }

    private IEnumerable<AnswerPart> Refuse(CourseQuery query, AnswerWriter writer)
    {
        var nearest = query.Ranked.Count > 0 && query.Ranked[0].Coverage >= NearestWorthNaming ? query.Ranked[0].Sentence : -1;
        if (nearest < 0)
        {
            yield return writer.Say("The course does not cover that.");
            yield break;
        }

        var passage = course.Index.Passages[course.Index.Sentences[nearest].Passage];
        var text = $"The course does not cover that; the nearest is {Places.Describe(passage)}.";
        yield return writer.Say(text, $"The course does not cover that; the nearest is {Places.Speak(passage)}.");
        yield return writer.Cite(nearest, 0, text.Length);
    }

    // A polished sentence must still say what the course says; if not, the course's own words are given.
    private string Checked(int sentence, string polished)
    {
        var passage = course.Index.Sentences[sentence].Passage;
        return _gate.Check(polished, [passage]).IsSupported ? polished : course.Index.Passages[passage].Sentences[course.Index.Sentences[sentence].Order].Text;
    }

    // Only speech is given with its context before it; in written text the first sentence was chosen to come first.
    private bool IsSpeech(int sentence) => course.Index.Passages[PassageOf(sentence)].Sentences[0].Kind == Ingestion.BlockKind.Speech;

    private int PassageOf(int sentence) => course.Index.Sentences[sentence].Passage;

    private int Words(int sentence)
    {
        var entry = course.Index.Sentences[sentence];
        return course.Index.Passages[entry.Passage].Sentences[entry.Order].Text.AsSpan().Count(' ') + 1;
    }
}
