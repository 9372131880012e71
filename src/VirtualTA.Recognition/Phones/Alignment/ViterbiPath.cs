namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>The best sequence of states for given frames.</summary>
internal static class ViterbiPath
{
    private const float Never = -1e30f;

    // A frame's states this far below the best are given up; wide enough for a sentence's worth of unexpected silence.
    private const float Beam = 250f;

    /// <summary>Finds the path.</summary>
    /// <param name="graph">States.</param>
    /// <param name="scores">Log-likelihoods up to a constant per frame, [frames, 40].</param>
    /// <returns>State per frame, or <see langword="null"/> if the text needs more frames than there are.</returns>
    public static int[]? Find(AlignmentGraph graph, ReadOnlySpan<float> scores)
    {
        var frames = scores.Length / PhoneClasses.Count;
        var (best, next) = (new float[graph.Count], new float[graph.Count]);
        var (trail, nextTrail) = (new int[graph.Count], new int[graph.Count]);
        var trails = new List<(int State, int Frame, int Previous)>();
        Array.Fill(best, Never);
        Array.Fill(next, Never);
        var (low, high) = (0, 0);
        for (var frame = 0; frame < frames; frame++)
        {
            var row = scores.Slice(frame * PhoneClasses.Count, PhoneClasses.Count);
            var top = Never;
            var last = frame == 0 ? graph.Count - 1 : Math.Min(graph.Count - 1, high + graph.Reach);
            for (var state = low; state <= last; state++)
            {
                var (score, origin) = frame == 0
                    ? (graph.IsEntry.Contains(state) ? 0f : Never, -1)
                    : Incoming(graph, best, state, low, high);
                if (score <= Never)
                {
                    next[state] = Never;
                    continue;
                }

                if (frame == 0 || origin != state)
                {
                    trails.Add((state, frame, frame == 0 ? -1 : trail[origin]));
                    nextTrail[state] = trails.Count - 1;
                }
                else
                {
                    nextTrail[state] = trail[state];
                }

                next[state] = score + row[graph[state].Class];
                top = Math.Max(top, next[state]);
            }

            (low, high) = Narrow(next, low, last, top - Beam);
            (best, next) = (next, best);
            (trail, nextTrail) = (nextTrail, trail);
        }

        return Trace(graph, best, trail, trails, frames, low, high);
    }

    // Outside low to high the array holds an older frame's scores.
    private static (float Score, int Origin) Incoming(AlignmentGraph graph, float[] best, int state, int low, int high)
    {
        var (score, origin) = (state <= high ? best[state] : Never, state);
        foreach (var source in graph.Sources(state))
        {
            if (source >= low && source <= high && best[source] > score)
            {
                (score, origin) = (best[source], source);
            }
        }

        return (score, origin);
    }

    private static (int Low, int High) Narrow(float[] scores, int low, int high, float threshold)
    {
        var (first, last) = (int.MaxValue, low);
        for (var state = low; state <= high; state++)
        {
            if (scores[state] < threshold)
            {
                scores[state] = Never;
            }
            else
            {
                (first, last) = (Math.Min(first, state), state);
            }
        }

        return (first == int.MaxValue ? low : first, last);
    }

    private static int[]? Trace(
        AlignmentGraph graph, float[] best, int[] trail, List<(int State, int Frame, int Previous)> trails, int frames, int low, int high)
    {
        var final = -1;
        foreach (var exit in graph.Exits)
        {
            if (exit >= low && exit <= high && best[exit] > Never && (final < 0 || best[exit] > best[final]))
            {
                final = exit;
            }
        }

        if (final < 0 || frames == 0)
        {
            return null;
        }

        var path = new int[frames];
        var end = frames;
        for (var at = trail[final]; at >= 0; at = trails[at].Previous)
        {
            path.AsSpan(trails[at].Frame, end - trails[at].Frame).Fill(trails[at].State);
            end = trails[at].Frame;
        }

        return path;
    }
}
