namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>What a state of <see cref="ReadingGraph"/> hears.</summary>
internal enum ReadingStateKind
{
    /// <summary>A phone of a word.</summary>
    Phone,

    /// <summary>Silence between words.</summary>
    Silence,

    /// <summary>Speech that belongs to no word of the text.</summary>
    Other,
}

/// <summary>States of a text that may be read with words left out, said again or put in.</summary>
internal sealed class ReadingGraph
{
    // Found on real readings: at these prices they have next to no slips, while words cut out of or doubled in them are found.
    private const float SkipCost = 14;
    private const float RepeatCost = 22;
    private const float OtherCost = 10;
    private const float OtherCostPerFrame = 1.5f;
    private const float Never = -1e30f;

    private const int MostSkippedAtOnce = 4;
    private const int MostRepeatedAtOnce = 4;
    private const int StatesPerPhone = 2;

    private readonly List<State> _states = [];
    private readonly List<(int From, float Cost)[]> _sources = [];
    private readonly int[] _silences;
    private readonly int[] _others;
    private readonly int[] _firsts;
    private readonly int[] _lasts;

    /// <param name="words">Classes of each word's phones.</param>
    public ReadingGraph(byte[][] words)
    {
        (_silences, _others) = (new int[words.Length + 1], new int[words.Length + 1]);
        (_firsts, _lasts) = (new int[words.Length], new int[words.Length]);
        Number(words);
        for (var word = 0; word <= words.Length; word++)
        {
            Connect(word, words.Length);
        }
    }

    public State this[int state] => _states[state];

    /// <summary>The best state of every frame.</summary>
    /// <param name="scores">Log-likelihoods up to a constant per frame, [frames, classes].</param>
    public int[] FindPath(ReadOnlySpan<float> scores)
    {
        var frames = scores.Length / PhoneClasses.Count;
        var (best, next) = (new float[_states.Count], new float[_states.Count]);
        var back = new int[frames][];
        for (var frame = 0; frame < frames; frame++)
        {
            var row = scores.Slice(frame * PhoneClasses.Count, PhoneClasses.Count);
            var other = Best(row[1..]) - OtherCostPerFrame;
            var origins = back[frame] = new int[_states.Count];
            for (var state = 0; state < _states.Count; state++)
            {
                var (score, origin) = frame == 0 ? (StartOf(state), -1) : (best[state], state);
                if (frame > 0)
                {
                    foreach (var (from, cost) in _sources[state])
                    {
                        if (best[from] - cost > score)
                        {
                            (score, origin) = (best[from] - cost, from);
                        }
                    }
                }

                origins[state] = origin;
                next[state] = score + (_states[state].Kind == ReadingStateKind.Other ? other : row[_states[state].Class]);
            }

            (best, next) = (next, best);
        }

        return Trace(back, best);
    }

    private int[] Trace(int[][] back, float[] best)
    {
        var path = new int[back.Length];
        var (last, top) = (_silences[^1], float.NegativeInfinity);
        for (var boundary = 0; boundary < _silences.Length; boundary++)
        {
            foreach (var state in Ends(boundary))
            {
                var score = best[state] - ((_silences.Length - 1 - boundary) * SkipCost);
                (last, top) = score > top ? (state, score) : (last, top);
            }
        }

        for (var frame = back.Length - 1; frame >= 0; frame--)
        {
            path[frame] = last;
            last = back[frame][last];
        }

        return path;
    }

    private float StartOf(int state)
    {
        if (state == _silences[0])
        {
            return 0;
        }

        if (state == _others[0])
        {
            return -OtherCost;
        }

        var skipped = Array.IndexOf(_firsts, state, 0, Math.Min(_firsts.Length, MostSkippedAtOnce + 1));
        return skipped < 0 ? Never : -skipped * SkipCost;
    }

    private void Number(byte[][] words)
    {
        for (var boundary = 0; boundary <= words.Length; boundary++)
        {
            _silences[boundary] = Add(new State(ReadingStateKind.Silence, PhoneClasses.Silence, -1, false));
            _others[boundary] = Add(new State(ReadingStateKind.Other, PhoneClasses.Silence, -1, false));
            if (boundary == words.Length)
            {
                break;
            }

            _firsts[boundary] = _states.Count;
            for (var part = 0; part < words[boundary].Length * StatesPerPhone; part++)
            {
                _lasts[boundary] = Add(new State(ReadingStateKind.Phone, words[boundary][part / StatesPerPhone], boundary, part == 0));
            }
        }
    }

    private void Connect(int boundary, int words)
    {
        // Silence and other speech follow the word before and each other.
        _sources[_silences[boundary]] = [.. boundary > 0 ? [(_lasts[boundary - 1], 0f)] : Array.Empty<(int, float)>(), (_others[boundary], 0)];
        _sources[_others[boundary]] = [.. boundary > 0 ? [(_lasts[boundary - 1], OtherCost)] : Array.Empty<(int, float)>(), (_silences[boundary], OtherCost)];
        if (boundary == words)
        {
            return;
        }

        var entries = new List<(int, float)>();
        for (var skipped = 0; skipped <= Math.Min(boundary, MostSkippedAtOnce); skipped++)
        {
            entries.AddRange(Ends(boundary - skipped).Select(end => (end, skipped * SkipCost)));
        }

        for (var back = 1; back <= MostRepeatedAtOnce && boundary + back <= words; back++)
        {
            entries.AddRange(Ends(boundary + back).Select(static end => (end, RepeatCost)));
        }

        _sources[_firsts[boundary]] = [.. entries];
        for (var state = _firsts[boundary] + 1; state <= _lasts[boundary]; state++)
        {
            _sources[state] = [(state - 1, 0)];
        }
    }

    // Where the reading may stand when the words before a boundary are done.
    private int[] Ends(int boundary) =>
        boundary > 0 ? [_silences[boundary], _others[boundary], _lasts[boundary - 1]] : [_silences[0], _others[0]];

    private int Add(State state)
    {
        _states.Add(state);
        _sources.Add([]);
        return _states.Count - 1;
    }

    private static float Best(ReadOnlySpan<float> row)
    {
        var best = row[0];
        foreach (var value in row)
        {
            best = Math.Max(best, value);
        }

        return best;
    }

    internal readonly record struct State(ReadingStateKind Kind, byte Class, int Word, bool IsFirst);
}
