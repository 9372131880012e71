namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Settles words on which two hypotheses in a row agree (local agreement, Liu et al., 2020). Settled words never change.</summary>
internal sealed class LocalAgreement
{
    private List<string> _last = [];

    /// <summary>Words that stay.</summary>
    public List<string> Settled { get; } = [];

    /// <summary>Takes the next hypothesis, which starts with the settled words.</summary>
    public void Take(IReadOnlyList<string> words)
    {
        // The last word may be half spoken: it is not settled even if both hypotheses end in it.
        var count = 0;
        while (count < _last.Count && count < words.Count - 1 && string.Equals(_last[count], words[count], StringComparison.Ordinal))
        {
            count++;
        }

        for (var i = Settled.Count; i < count; i++)
        {
            Settled.Add(words[i]);
        }

        _last = [.. words];
    }

    /// <summary>Starts anew with the next window.</summary>
    public void Clear()
    {
        _last = [];
        Settled.Clear();
    }
}
