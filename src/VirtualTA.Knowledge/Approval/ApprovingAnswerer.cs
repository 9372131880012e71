using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Approval;

/// <summary>Gives approved answers first, and asks another answerer for everything else.</summary>
/// <param name="approved">The decisions of lecturers.</param>
/// <param name="inner">Answers what was not decided.</param>
public sealed class ApprovingAnswerer(ApprovedAnswers approved, IAnswerer inner) : IAnswerer
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var decision = approved.Find(question.Course, question.Text);
        if (decision is null)
        {
            await foreach (var part in inner.AnswerAsync(question, cancellationToken))
            {
                yield return part;
            }

            yield break;
        }

        AnswerMetrics.FromBank.Add(1);
        yield return new SourcesFound(decision.Citations.Count);
        if (decision.IsBanned)
        {
            const string Withheld = "Your lecturer wants to answer that personally. Please ask in the next lecture.";
            yield return new AnswerText(Withheld, Withheld);
            yield return new AnswerCompleted(AnswerOutcome.Abstained, "banned");
            yield break;
        }

        yield return new AnswerText(decision.Answer, decision.Spoken ?? Verbalizer.Speak(decision.Answer, BlockKind.Prose));
        foreach (var citation in decision.Citations)
        {
            yield return new AnswerCited(citation);
        }

        yield return new AnswerCompleted(AnswerOutcome.Answered, "approved");
    }
}
