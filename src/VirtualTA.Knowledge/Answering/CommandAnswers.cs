using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Answers "repeat", "slower", "more detail" and "where is that?".</summary>
internal sealed class CommandAnswers(Course course, AnswerOptions options)
{
    /// <summary>The parts of the answer.</summary>
    public IEnumerable<AnswerPart> Answer(ConversationCommand command, Question question)
    {
        var earlier = question.History.LastOrDefault(e => !string.IsNullOrWhiteSpace(e.Answer));
        var writer = new AnswerWriter(course);
        yield return new SourcesFound(earlier?.Citations.Count ?? 0);
        if (earlier is null)
        {
            yield return writer.Say("There is no earlier answer yet. Please ask a question about the course.");
            yield return new AnswerCompleted(AnswerOutcome.Abstained, "no-earlier-answer");
            yield break;
        }

        var parts = command switch
        {
            ConversationCommand.WhereIsThat => WhereIsThat(earlier, writer),
            ConversationCommand.MoreDetail => MoreDetail(question, earlier, writer),
            _ => Repeat(earlier, slower: command == ConversationCommand.Slower),
        };
        foreach (var part in parts)
        {
            yield return part;
        }

        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }

    private static IEnumerable<AnswerPart> Repeat(Exchange earlier, bool slower)
    {
        var spoken = Verbalizer.Speak(earlier.Answer, BlockKind.Prose);
        yield return new AnswerText(earlier.Answer, slower ? SlowSpeech.Slow(spoken) : spoken);
        foreach (var citation in earlier.Citations)
        {
            yield return new AnswerCited(citation);
        }
    }

    private IEnumerable<AnswerPart> WhereIsThat(Exchange earlier, AnswerWriter writer)
    {
        if (earlier.Citations.Count == 0)
        {
            yield return writer.Say("That answer had no source in the course.");
            yield break;
        }

        foreach (var citation in earlier.Citations.DistinctBy(c => c.PassageId).Take(2))
        {
            var number = course.Find(citation.PassageId);
            var (place, spoken) = number < 0
                ? ($"{citation.Locator} of {citation.Source}", $"{LocatorSpeech.Speak(citation.Locator)} of {citation.Source}")
                : (Places.Describe(course.Index.Passages[number]), Places.Speak(course.Index.Passages[number]));
            var text = writer.Length == 0 ? $"You find that in {place}." : $"See also {place}.";
            var start = writer.Length == 0 ? 0 : writer.Length + 1;
            yield return writer.Say(text, writer.Length == 0 ? $"You find that in {spoken}." : $"See also {spoken}.");
            yield return new AnswerCited(citation with { TextStart = start, TextLength = text.Length });
        }
    }

    private IEnumerable<AnswerPart> MoreDetail(Question question, Exchange earlier, AnswerWriter writer)
    {
        var said = earlier.Citations.Select(c => c.Quote).ToHashSet(StringComparer.Ordinal);
        var around = Around(earlier).Where(s => !said.Contains(Content(s).Quote) && Content(s).Kind != BlockKind.Code && !InjectionFilter.IsInstruction(Content(s).Text));
        var topic = CourseQuery.Run(course, question with { History = question.History.SkipLast(1).ToArray() }, earlier.Question);
        var others = topic.Ranked.Where(e => e.Coverage >= options.MinimumEvidence).Select(e => e.Sentence)
            .Where(s => !said.Contains(Content(s).Quote) && Content(s).Kind != BlockKind.Code);
        var words = 0;
        var chosen = new List<int>();
        foreach (var sentence in around.Concat(others).Distinct())
        {
            words += Content(sentence).Text.AsSpan().Count(' ') + 1;
            if (words > options.MaximumDetailWords)
            {
                break;
            }

            chosen.Add(sentence);
        }

        if (chosen.Count == 0)
        {
            yield return writer.Say("The course says no more about that.");
            yield break;
        }

        foreach (var (sentence, text) in new CourseAnswer(course, options).Polish([.. chosen.Order()], options.MaximumDetailWords))
        {
            foreach (var part in writer.SayCited(text, sentence))
            {
                yield return part;
            }
        }
    }

    private IEnumerable<int> Around(Exchange earlier)
    {
        foreach (var citation in earlier.Citations.DistinctBy(c => c.PassageId))
        {
            var passage = course.Find(citation.PassageId);
            if (passage < 0)
            {
                continue;
            }

            for (var s = course.Index.FirstSentence[passage]; s < course.Index.FirstSentence[passage + 1]; s++)
            {
                yield return s;
            }
        }
    }

    private Chunking.CourseSentence Content(int sentence)
    {
        var entry = course.Index.Sentences[sentence];
        return course.Index.Passages[entry.Passage].Sentences[entry.Order];
    }
}
