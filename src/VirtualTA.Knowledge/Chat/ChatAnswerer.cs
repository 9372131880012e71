using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Chat;

/// <summary>Answers with a language model that sees passages of the course; only sentences that they support are given.</summary>
/// <remarks>When the model fails, at the start or in the middle, the embedded answerer finishes the turn.</remarks>
/// <param name="library">The courses.</param>
/// <param name="client">The model.</param>
/// <param name="chatOptions">Timeouts, lengths and thresholds; defaults if null.</param>
/// <param name="answerOptions">Options of the embedded answerer; defaults if null.</param>
/// <param name="timeProvider">The clock; the system's if null.</param>
public sealed partial class ChatAnswerer(
    CourseLibrary library, IChatClient client, ChatAnswerOptions? chatOptions = null, AnswerOptions? answerOptions = null, TimeProvider? timeProvider = null) : IAnswerer
{
    private const double TooWeakToAsk = 0.34;
    private const double SaidAlready = 0.6;
    private readonly ChatAnswerOptions _chat = chatOptions ?? new ChatAnswerOptions();
    private readonly AnswerOptions _answer = answerOptions ?? new AnswerOptions();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var course = library.Open(question.Course);
        var text = question.Text.Length > _answer.MaximumQuestionCharacters ? question.Text[.._answer.MaximumQuestionCharacters] : question.Text;
        var query = CommandReader.Read(text) == ConversationCommand.None ? CourseQuery.Run(course, question, text) : null;
        if (query is null || query.Ranked.Count == 0 || query.Ranked[0].Coverage < TooWeakToAsk)
        {
            await foreach (var part in new ExtractiveAnswerer(library, _answer).AnswerAsync(question, cancellationToken))
            {
                yield return part;
            }

            yield break;
        }

        var prompt = ChatPrompt.Build(query, question, _chat.PromptWords);
        yield return new SourcesFound(prompt.Passages.Count);
        var writer = new AnswerWriter(course);
        var gate = new EvidenceGate(course.Index, _chat.MinimumSupport);
        var said = new List<int>();
        var spoken = new List<string>();
        var reservations = new Reservations();
        var failure = (string?)null;
        var words = 0;
        var most = _answer.WordsFor(question);
        await using (var stream = new SentenceStream(client, prompt.Messages, _chat, _time, cancellationToken))
        {
            while (true)
            {
                var step = await stream.NextAsync(cancellationToken);
                if (step.Sentence is null)
                {
                    failure = step.Failure;
                    break;
                }

                var plain = Plain(step.Sentence);
                if (Refusal().IsMatch(plain) && said.Count == 0)
                {
                    AnswerMetrics.Abstained.Add(1);
                    yield return writer.Say("The course does not cover that.");
                    yield return new AnswerCompleted(AnswerOutcome.Abstained, "llm-abstained");
                    yield break;
                }

                var support = Find(gate, plain, Marks(step.Sentence, prompt), prompt);
                words += plain.AsSpan().Count(' ') + 1;
                var isHedged = !support.IsSupported && !support.IsAtOdds && support.Sentence >= 0 && support.Score >= _chat.MinimumHedge;
                if ((!support.IsSupported && !isHedged) || (words > most && said.Count > 0))
                {
                    reservations.Drop();
                    continue;
                }

                said.Add(support.Sentence);
                spoken.Add(plain);
                if (isHedged)
                {
                    plain = reservations.Hedge(plain);
                    yield return Reservations.HedgeNotice;
                }
                else
                {
                    AnswerMetrics.Supported.Add(1);
                }

                var start = writer.Length > 0 ? writer.Length + 1 : 0;
                yield return writer.Say(plain, Verbalizer.Speak(plain, BlockKind.Prose));
                yield return writer.Cite(support.Sentence, start, plain.Length);
            }
        }

        foreach (var part in reservations.Correct(course.Index, spoken, writer))
        {
            yield return part;
        }

        if (failure is null && said.Count > 0)
        {
            yield return new AnswerCompleted(AnswerOutcome.Answered, reservations.Rule);
            yield break;
        }

        foreach (var part in FinishWithout(query, writer, said, failure ?? "llm-unsupported", most))
        {
            yield return part;
        }
    }

    private IEnumerable<AnswerPart> FinishWithout(CourseQuery query, AnswerWriter writer, List<int> said, string rule, int maximumWords)
    {
        var embedded = new CourseAnswer(query.Course, _answer);
        if (!EvidenceDecision.Decide(query, _answer).IsAnswered)
        {
            if (said.Count == 0)
            {
                AnswerMetrics.Abstained.Add(1);
                yield return writer.Say("The course does not cover that.");
                yield return new AnswerCompleted(AnswerOutcome.Abstained, rule);
                yield break;
            }
        }
        else
        {
            foreach (var (sentence, text) in embedded.Sentences(query, maximumWords).Where(s => !IsSaid(query, s.Sentence, said)))
            {
                foreach (var part in writer.SayCited(text, sentence))
                {
                    yield return part;
                }
            }
        }

        yield return new AnswerCompleted(AnswerOutcome.Degraded, rule);
    }

    private static bool IsSaid(CourseQuery query, int sentence, List<int> said)
    {
        var terms = query.Course.Index.Sentences[sentence].Terms.ToHashSet();
        return said.Contains(sentence) || said.Any(s => s >= 0 && terms.Count > 0
            && (double)query.Course.Index.Sentences[s].Terms.Distinct().Count(terms.Contains) / terms.Count >= SaidAlready);
    }

    // A citation that does not support its sentence is replaced by one that does, if any passage of the prompt does.
    private static Support Find(EvidenceGate gate, string sentence, List<int> cited, ChatPrompt prompt)
    {
        var support = cited.Count > 0 ? gate.Check(sentence, cited) : default;
        return support.IsSupported
            ? support
            : prompt.Passages.Select(p => gate.Check(sentence, [p])).OrderByDescending(s => s.IsSupported).ThenByDescending(s => s.Score).First();
    }

    private static List<int> Marks(string sentence, ChatPrompt prompt)
    {
        var passages = new List<int>();
        foreach (Match match in Mark().Matches(sentence))
        {
            foreach (Match number in Digits().Matches(match.Value))
            {
                if (int.TryParse(number.Value, out var mark) && mark >= 1 && mark <= prompt.Passages.Count)
                {
                    passages.Add(prompt.Passages[mark - 1]);
                }
            }
        }

        return passages;
    }

    private static string Plain(string sentence) => Spaces().Replace(Markup().Replace(Mark().Replace(sentence, ""), ""), " ").Replace(" .", ".", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\s*\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\*\*|__|`|^#{1,6}\s+|^[-*•]\s+|^\d+[.)]\s+", RegexOptions.Multiline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?:course|passages?|material) (?:does|do) not (?:cover|answer|mention|contain|say)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();
}
