namespace VirtualTA.Recognition.Phones.Decoding;

public sealed partial class BeamSearch
{
    private Token[] _kept = [];

    /// <summary>What <see cref="Best"/> would find after further frames; the search itself stays where it is.</summary>
    /// <param name="frames">[count, 40].</param>
    public DecodedEnd PeekBest(ReadOnlySpan<float> frames)
    {
        if (_kept.Length < _count)
        {
            _kept = new Token[_tokens.Length];
        }

        _tokens.AsSpan(0, _count).CopyTo(_kept);
        var (count, links, frameCount, compactAt) = (_count, _links.Count, FrameCount, _compactAt);
        _compactAt = int.MaxValue; // links must keep their places
        Advance(frames);
        var (link, score, language) = BestEnd();
        var end = new DecodedEnd(Trace(link), language, float.IsFinite(score) ? score - BestScore() : -_options.Beam);
        _kept.AsSpan(0, count).CopyTo(_tokens);
        _links.RemoveRange(links, _links.Count - links);
        (_count, FrameCount, _compactAt) = (count, frameCount, compactAt);
        return end;
    }

    private float BestScore()
    {
        var best = float.NegativeInfinity;
        for (var i = 0; i < _count; i++)
        {
            best = Math.Max(best, _tokens[i].Score);
        }

        return best;
    }
}

/// <summary>Words that an utterance would have if it ended.</summary>
/// <param name="Words">The words.</param>
/// <param name="LogEnd">Natural logarithm of the probability, by language, that a sentence ends after them.</param>
/// <param name="Margin">Score of the end less that of the best hypothesis that goes on; at most about 0.</param>
public readonly record struct DecodedEnd(IReadOnlyList<DecodedWord> Words, float LogEnd, float Margin);
