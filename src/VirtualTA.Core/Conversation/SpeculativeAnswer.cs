using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// An answer begun at a likely end of the question and held: nobody hears of it before the question is over, and it is
/// thrown away if the speaker goes on.
/// </summary>
/// <param name="Turn">The held turn.</param>
/// <param name="Request">What it answers.</param>
/// <param name="Before">The turn before it, and how much of it was heard: an answer that saw another history is of no use.</param>
/// <param name="Heard">See <paramref name="Before"/>.</param>
internal sealed record SpeculativeAnswer(ConversationTurn Turn, TurnRequest Request, ConversationTurn? Before, long Heard)
{
    /// <summary>Whether it answers this question: the same words, whatever their case and punctuation.</summary>
    public bool Answers(string question) => Reduce(Request.Heard?.Text ?? "").SequenceEqual(Reduce(question));

    /// <summary>Whether it may still answer a question that begins with these words.</summary>
    public bool MayAnswer(string beginning)
    {
        var words = Reduce(beginning).ToArray();
        return Reduce(Request.Heard?.Text ?? "").Take(words.Length).SequenceEqual(words);
    }

    private static IEnumerable<char> Reduce(string text) =>
        text.Where(static letter => char.IsLetterOrDigit(letter)).Select(char.ToLowerInvariant);
}

/// <summary>How work ahead of a question's end turned out.</summary>
/// <param name="WasUsed">Whether the question ended as expected.</param>
/// <param name="Time">How long it had run.</param>
public sealed record SpeculationRecord(bool WasUsed, TimeSpan Time);
