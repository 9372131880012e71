using PhoneSequence = VirtualTA.Core.Pronunciation.Phones;

namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>Follows a text through a recording of it being read and notices words left out, said again or put in.</summary>
/// <remarks>Viterbi over the words in order, in which a word may be passed over, a few words may be gone back, and other speech may stand between words, each at a price. Safe for concurrent calls.</remarks>
/// <param name="recognizer">Whose network listens.</param>
public sealed class ReadingAligner(PhoneRecognizer recognizer)
{
    /// <summary>Longest recording.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private const float PriorShare = 0.7f;

    /// <summary>Follows the text.</summary>
    /// <param name="samples">16 kHz mono, up to <see cref="Longest"/>.</param>
    /// <param name="words">The phones of each word in order, at least one a word.</param>
    /// <exception cref="ArgumentException">There is a word without phones, or the recording is too long.</exception>
    public Reading Follow(ReadOnlySpan<short> samples, IReadOnlyList<PhoneSequence> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (samples.Length > Longest.TotalSeconds * 16_000)
        {
            throw new ArgumentException($"The recording is longer than {Longest.TotalSeconds:F0} s: cut it.", nameof(samples));
        }

        byte[][] classes = [.. words.Select(PhoneClasses.Of)];
        if (classes.Any(static word => word.Length == 0))
        {
            throw new ArgumentException("There is a word without phones.", nameof(words));
        }

        var frames = recognizer.Aligner.Posteriors(samples);
        var graph = new ReadingGraph(classes);
        return Describe(graph, graph.FindPath(Likelihoods(frames)), frames, words.Count);
    }

    private float[] Likelihoods(float[] frames)
    {
        var prior = recognizer.Network.LogPrior.Span;
        var likelihoods = new float[frames.Length];
        for (var i = 0; i < frames.Length; i++)
        {
            likelihoods[i] = frames[i] - (PriorShare * prior[i % PhoneClasses.Count]);
        }

        return likelihoods;
    }

    private static Reading Describe(ReadingGraph graph, int[] path, float[] frames, int words)
    {
        var visits = new List<WordVisit>();
        var (extra, sum, spoken) = (0, 0.0, 0);
        var previous = -1;
        for (var frame = 0; frame < path.Length; previous = path[frame++])
        {
            var state = graph[path[frame]];
            extra += state.Kind == ReadingStateKind.Other ? 1 : 0;
            if (state.Kind != ReadingStateKind.Phone)
            {
                continue;
            }

            (sum, spoken) = (sum + frames[(frame * PhoneClasses.Count) + state.Class], spoken + 1);
            if (state.IsFirst && path[frame] != previous)
            {
                visits.Add(new WordVisit(state.Word, Time(frame), Time(frame + 1)));
            }
            else
            {
                visits[^1] = visits[^1] with { End = Time(frame + 1) };
            }
        }

        var said = visits.Select(static visit => visit.Word).Distinct().Count();
        return new Reading(visits, words - said, visits.Count - said, extra * PhoneNetwork.FrameDuration, spoken == 0 ? 0 : sum / spoken);
    }

    private static TimeSpan Time(int frame) => frame * PhoneNetwork.FrameDuration;
}
