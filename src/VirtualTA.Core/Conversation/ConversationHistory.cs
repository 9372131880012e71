using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>Writes down what was asked and, of the answer, what was heard (agent.md §6).</summary>
internal static class ConversationHistory
{
    /// <summary>The exchange of one turn; null if nothing was asked or nothing of the answer was heard.</summary>
    /// <param name="log">The turn's events.</param>
    /// <param name="wasStopped">Whether the person cut the answer short.</param>
    /// <param name="acknowledges">Whether the listener reports what it has played; otherwise what it took counts as heard.</param>
    public static Exchange? ToExchange(ConversationLog log, bool wasStopped, bool acknowledges)
    {
        var record = log.Snapshot();
        var question = record.Events.OfType<FinalTranscriptEvent>().FirstOrDefault();
        AnswerDeltaEvent[] deltas = [.. record.Events.OfType<AnswerDeltaEvent>()];
        if (question is null || deltas.Length == 0)
        {
            return null;
        }

        var written = string.Concat(deltas.Select(delta => delta.Text));
        var length = wasStopped && record.SamplesWritten > 0
            ? HeardLength(deltas, record, acknowledges ? record.SamplesHeard : record.SamplesDelivered)
            : written.Length;
        var answer = written[..length].TrimEnd();
        if (answer.Length == 0)
        {
            return null;
        }

        Citation[] citations =
        [
            .. record.Events.OfType<CitationEvent>().Select(cited => cited.Citation).Where(citation => citation.TextStart < length),
        ];
        return new Exchange(question.Text, answer, citations) { Unsaid = written[length..].Trim() };
    }

    /// <summary>Number of characters of the written answer whose sound was heard to the end of a word.</summary>
    private static int HeardLength(AnswerDeltaEvent[] deltas, ConversationRecord record, long heardSamples)
    {
        var spokenLength = SpokenLength(deltas, record, heardSamples);
        var length = 0;
        foreach (var delta in deltas)
        {
            if (spokenLength < delta.Spoken.TrimEnd().Length)
            {
                return length + PartOf(delta, spokenLength);
            }

            length += delta.Text.Length;
            spokenLength -= delta.Spoken.Length;
        }

        return length;
    }

    private static int SpokenLength(AnswerDeltaEvent[] deltas, ConversationRecord record, long heardSamples)
    {
        if (record.Words.Count > 0)
        {
            var last = record.Words.LastOrDefault(word => word.EndSample <= heardSamples);
            return last is null ? 0 : last.TextStart + last.Word.Length;
        }

        // A voice without word times: its sound is taken to run evenly over the text.
        return (int)(deltas.Sum(delta => delta.Spoken.Length) * heardSamples / record.SamplesWritten);
    }

    private static int PartOf(AnswerDeltaEvent delta, int spokenLength)
    {
        if (spokenLength <= 0)
        {
            return 0;
        }

        if (delta.Text == delta.Spoken)
        {
            return spokenLength;
        }

        // The voice says it in other words than the screen ("squared" for "²"): cut at the same share of words.
        var heardWords = CountWords(delta.Spoken.AsSpan(0, spokenLength));
        var share = heardWords * CountWords(delta.Text) / CountWords(delta.Spoken);
        return EndOfWord(delta.Text, share);
    }

    private static int CountWords(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var range in text.Split(' '))
        {
            count += range.Start.Value < range.End.Value ? 1 : 0;
        }

        return count;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int words)
    {
        foreach (var range in text.Split(' '))
        {
            if (range.Start.Value < range.End.Value && --words <= 0)
            {
                return words < 0 ? 0 : range.End.Value;
            }
        }

        return text.Length;
    }
}
