namespace VirtualTA.Recognition.Presence;

/// <summary>
/// How much of a sound's tones stays where it is: notes of an instrument hold their pitch, a voice glides.
/// (The idea of continuous frequency activation: Seyerlehner, Pohle, Schedl and Widmer, DAFx 2007.)
/// </summary>
internal static class SteadyTones
{
    private const int LeastFrames = 9; // 180 ms
    private const double NarrowestDrift = 2.5; // hertz
    private const double MostDrift = 0.006; // share of the frequency

    /// <summary>Strength of tones that last at a fixed frequency over the strength of all tones, 0 to 1.</summary>
    /// <param name="frames">Frames.</param>
    /// <param name="isHeard">Which of them are loud enough to count.</param>
    public static double Share(SoundFrames frames, ReadOnlySpan<bool> isHeard)
    {
        Span<Track> tracks = stackalloc Track[SoundFrames.Tones];
        Span<Track> next = stackalloc Track[SoundFrames.Tones];
        var (count, steady, total) = (0, 0.0, 0.0);
        for (var frame = 0; frame < isHeard.Length; frame++)
        {
            var tones = isHeard[frame] ? frames.TonesOf(frame) : [];
            var continued = 0;
            var nextCount = 0;
            for (var i = 0; i < count; i++)
            {
                var at = Nearest(tracks[i], tones, continued);
                if (at < 0)
                {
                    End(tracks[i], ref steady, ref total);
                    continue;
                }

                continued |= 1 << at;
                next[nextCount++] = tracks[i].With(tones[at]);
            }

            for (var at = 0; at < tones.Length; at++)
            {
                if ((continued & (1 << at)) == 0 && tones[at].Strength > 0)
                {
                    next[nextCount++] = new Track(tones[at].Frequency, tones[at].Strength, 1);
                }
            }

            next[..nextCount].CopyTo(tracks);
            count = nextCount;
        }

        foreach (var track in tracks[..count])
        {
            End(track, ref steady, ref total);
        }

        return total > 0 ? steady / total : 0;
    }

    private static int Nearest(Track track, ReadOnlySpan<SoundFrames.Tone> tones, int taken)
    {
        var (best, nearest) = (-1, Math.Max(NarrowestDrift, MostDrift * track.Frequency));
        for (var at = 0; at < tones.Length; at++)
        {
            var distance = Math.Abs(tones[at].Frequency - track.Frequency);
            if (tones[at].Strength > 0 && (taken & (1 << at)) == 0 && distance < nearest)
            {
                (best, nearest) = (at, distance);
            }
        }

        return best;
    }

    private static void End(Track track, ref double steady, ref double total)
    {
        total += track.Strength;
        steady += track.Frames >= LeastFrames ? track.Strength : 0;
    }

    /// <param name="Frequency">Where it began: it may not drift from there.</param>
    /// <param name="Strength">Sum over its frames.</param>
    /// <param name="Frames">Its length.</param>
    private readonly record struct Track(float Frequency, float Strength, int Frames)
    {
        public Track With(SoundFrames.Tone tone) => new(Frequency, Strength + tone.Strength, Frames + 1);
    }
}
