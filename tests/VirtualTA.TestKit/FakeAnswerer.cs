using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.TestKit;

/// <summary>Answers whatever the test says; by default two sentences with one citation.</summary>
public sealed class FakeAnswerer : IAnswerer
{
    private int _running;

    public const string First = "A codec turns sound into tokens. ";

    public const string Second = "A decoder turns them back.";

    public string Name => "fake";

    /// <summary>Calls that have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Every question asked so far.</summary>
    public List<Question> Questions { get; } = [];

    public Func<Question, CancellationToken, IAsyncEnumerable<AnswerPart>> OnAnswer { get; set; } =
        (_, _) => Say(First, Second);

    public static Citation Citation(int start, int length) =>
        new(1, "Codecs", "Residual vector quantisation", "turns sound into tokens", "codecs-1", start, length);

    /// <summary>Sentences, the first of which is cited.</summary>
    public static async IAsyncEnumerable<AnswerPart> Say(params string[] sentences)
    {
        await Task.Yield();
        yield return new SourcesFound(1);
        var isFirst = true;
        foreach (var sentence in sentences)
        {
            yield return new AnswerText(sentence, sentence);
            if (isFirst)
            {
                yield return new AnswerCited(Citation(0, sentence.Length));
            }

            isFirst = false;
        }

        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }

    /// <summary>The first sentence, then the second only when the gate opens.</summary>
    public static async IAsyncEnumerable<AnswerPart> SayGated(
        Task gate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SourcesFound(1);
        yield return new AnswerText(First, First);
        await gate.WaitAsync(cancellationToken);
        yield return new AnswerText(Second, Second);
        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }

    public async IAsyncEnumerable<AnswerPart> AnswerAsync(
        Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (Questions)
        {
            Questions.Add(question);
        }

        Interlocked.Increment(ref _running);
        try
        {
            await foreach (var part in OnAnswer(question, cancellationToken).WithCancellation(cancellationToken))
            {
                yield return part;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
