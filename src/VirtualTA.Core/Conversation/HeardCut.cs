namespace VirtualTA.Core.Conversation;

/// <summary>Where an answer was taken to have fallen silent, without the listener having told.</summary>
internal sealed class HeardCut(int turn, ConversationRecord record)
{
    private readonly long _cut = record.SamplesHeard;
    private readonly long[] _wordEnds = [.. record.Words.Select(static word => word.EndSample)];

    /// <summary>Number of the turn.</summary>
    public int Turn => turn;

    /// <summary>Words between where the answer was cut and where it really fell silent.</summary>
    /// <param name="sample">Where it fell silent, in samples of the turn's sound.</param>
    public int WordsUntil(long sample) =>
        _wordEnds.Count(end => end > Math.Min(_cut, sample) && end <= Math.Max(_cut, sample));
}
