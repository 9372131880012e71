namespace VirtualTA.Recognition.Phones.Decoding;

public sealed partial class BeamSearch
{
    private void Step(ReadOnlySpan<float> posteriors)
    {
        for (var label = 0; label < PhoneClasses.Count; label++)
        {
            _scores[label] = posteriors[label] + _labelBias[label];
        }

        var best = float.NegativeInfinity;
        for (var i = 0; i < _count; i++)
        {
            best = Math.Max(best, _tokens[i].Score);
        }

        // What nothing in this frame can lift back into the beam need not be expanded.
        _next.Clear(best + Highest(_scores) - _options.Beam - 2);
        for (var i = 0; i < _count; i++)
        {
            Expand(in _tokens[i], posteriors);
        }

        Prune();
        FrameCount++;
        if (_links.Count > _compactAt)
        {
            Compact();
        }
    }

    private void Expand(in Token token, ReadOnlySpan<float> posteriors)
    {
        _next.Offer(token with { InPhone = false, Score = token.Score + _scores[PhoneClasses.Silence] });
        var last = PhoneClasses.Silence;
        if (token.InPhone)
        {
            last = _graph.Trie.Phone(token.Node);
            _next.Offer(token with { Score = token.Score + _scores[last] });
        }

        Enter(in token, token.Node, last, posteriors);
        if (token.Node == 0)
        {
            return;
        }

        foreach (var word in _graph.Trie.Words(token.Node))
        {
            var (gain, state) = Transition(token.State, word);
            var score = token.Score - Outlook(token.Node) + gain + Outlook(0);
            if (score + _scores[PhoneClasses.Silence] < _next.Threshold && score + Highest(_scores) < _next.Threshold)
            {
                continue;
            }

            _links.Add(new WordLink(word, token.Link, token.Start, FrameCount));
            var ended = new Token(0, false, state, score, _links.Count - 1, FrameCount);
            _next.Offer(ended with { Score = score + _scores[PhoneClasses.Silence] });
            Enter(in ended, 0, last, posteriors);
        }
    }

    private void Enter(in Token token, int node, byte last, ReadOnlySpan<float> posteriors)
    {
        var (child, end) = _graph.Trie.Children(node);
        var before = token.Score - Outlook(node);
        for (; child < end; child++)
        {
            var phone = _graph.Trie.Phone(child);
            if (phone != last && posteriors[phone] > _options.PhoneFloor)
            {
                _next.Offer(new Token(child, true, token.State, before + Outlook(child) + _scores[phone], token.Link, node == 0 ? FrameCount : token.Start));
            }
        }
    }

    private void Prune()
    {
        var offered = _next.Tokens;
        if (offered.Length > _tokens.Length)
        {
            _tokens = new Token[offered.Length * 2];
            _ranking = new float[_tokens.Length];
        }

        var best = float.NegativeInfinity;
        foreach (ref readonly var token in offered)
        {
            best = Math.Max(best, token.Score);
        }

        var threshold = best - _options.Beam;
        var inBeam = 0;
        foreach (ref readonly var token in offered)
        {
            if (token.Score >= threshold)
            {
                _ranking[inBeam++] = token.Score;
            }
        }

        if (inBeam > _options.MostHypotheses)
        {
            _ranking.AsSpan(0, inBeam).Sort();
            threshold = _ranking[inBeam - _options.MostHypotheses];
        }

        _count = 0;
        foreach (ref readonly var token in offered)
        {
            if (token.Score >= threshold)
            {
                // Scores are kept near zero: sums over a long recording would lose precision.
                _tokens[_count++] = token with { Score = token.Score - best };
            }
        }
    }

    private void Compact()
    {
        var moved = new int[_links.Count];
        for (var i = 0; i < _count; i++)
        {
            for (var link = _tokens[i].Link; link >= 0 && moved[link] == 0; link = _links[link].Previous)
            {
                moved[link] = 1;
            }
        }

        var kept = 0;
        for (var link = 0; link < moved.Length; link++)
        {
            if (moved[link] != 0)
            {
                // A link's predecessor is always older, so it has its new place already.
                var old = _links[link];
                moved[link] = kept;
                _links[kept++] = old.Previous < 0 ? old : old with { Previous = moved[old.Previous] };
            }
        }

        _links.RemoveRange(kept, _links.Count - kept);
        for (var i = 0; i < _count; i++)
        {
            if (_tokens[i].Link >= 0)
            {
                _tokens[i] = _tokens[i] with { Link = moved[_tokens[i].Link] };
            }
        }

        _compactAt = kept + CompactionInterval;
    }

    private static float Highest(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.Max(values);
}
