using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using PhoneSequence = VirtualTA.Core.Pronunciation.Phones;

namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>Finds the times of the words and phones of a known text in a recording. Safe for concurrent calls.</summary>
/// <param name="network">The phone network; its frame head gives the times.</param>
/// <param name="pronouncer">Says the words.</param>
public sealed class ForcedAligner(PhoneNetwork network, Pronouncer pronouncer) : IPhoneAligner
{
    private const float PriorShare = 0.7f;

    /// <summary>Aligns.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="words">The words in order, as spoken (numbers in words).</param>
    /// <exception cref="ArgumentException">A word cannot be pronounced, or the recording is too short for the text.</exception>
    public Alignment Align(ReadOnlySpan<short> samples, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Align(Posteriors(samples), words);
    }

    /// <summary>Aligns frames of the network's frame head.</summary>
    /// <param name="frames">Log-posteriors, [frames, 40].</param>
    /// <param name="words">The words in order.</param>
    /// <exception cref="ArgumentException">A word cannot be pronounced, or there are too few frames for the text.</exception>
    public Alignment Align(ReadOnlySpan<float> frames, IReadOnlyList<string> words) => TryAlign(frames, words)
        ?? throw new ArgumentException(
            $"The text has {words.Count} words, too many for {(frames.Length / PhoneClasses.Count * PhoneNetwork.FrameDuration).TotalSeconds:F2} s of sound. Give the text of this recording.",
            nameof(words));

    /// <summary>As <see cref="Align(ReadOnlySpan{float}, IReadOnlyList{string})"/>, but <see langword="null"/> if there are too few frames for the text.</summary>
    /// <exception cref="ArgumentException">A word cannot be pronounced.</exception>
    public Alignment? TryAlign(ReadOnlySpan<float> frames, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return TryAlign(frames, words, [.. words.Select(Pronounce)]);
    }

    /// <inheritdoc/>
    public PhoneAlignment? TryAlignPhones(ReadOnlySpan<short> samples, IReadOnlyList<PhoneSequence> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var classes = words.Select(static word => PhoneClasses.Of(word)).ToArray();
        if (classes.Length == 0 || classes.Any(static word => word.Length == 0))
        {
            throw new ArgumentException("There is a word without phones.", nameof(words));
        }

        return TryAlign(Posteriors(samples), [.. words.Select(static word => word.ToString())], [.. classes.Select(static word => new[] { word })]) is { } found
            ? new PhoneAlignment([.. found.Words.Select(static word => new PhoneTimes([.. word.Phones.Select(static phone => phone.Start)], word.End))], found.Score)
            : null;
    }

    private Alignment? TryAlign(ReadOnlySpan<float> frames, IReadOnlyList<string> words, IReadOnlyList<IReadOnlyList<byte[]>> pronunciations)
    {
        var graph = new AlignmentGraph(pronunciations);
        var likelihoods = new float[frames.Length];
        var prior = network.LogPrior.Span;
        for (var i = 0; i < frames.Length; i++)
        {
            likelihoods[i] = frames[i] - (PriorShare * prior[i % PhoneClasses.Count]);
        }

        var path = ViterbiPath.Find(graph, likelihoods);
        return path is null ? null : Describe(graph, path, frames, words);
    }

    /// <summary>Log-posteriors of the frame head for a whole recording, [frames, 40].</summary>
    public float[] Posteriors(ReadOnlySpan<short> samples)
    {
        var listener = network.Listen();
        var all = new List<float>(((samples.Length / PhoneNetwork.StepSamples) + 1) * PhoneNetwork.FramesPerStep * PhoneClasses.Count);
        for (; !samples.IsEmpty; samples = samples[Math.Min(samples.Length, PhoneListener.MostSamples)..])
        {
            all.AddRange(listener.Advance(samples[..Math.Min(samples.Length, PhoneListener.MostSamples)]).Frame);
        }

        all.AddRange(listener.Finish().Frame);
        return [.. all];
    }

    private IReadOnlyList<byte[]> Pronounce(string word)
    {
        var variants = pronouncer.PronounceAll(word).Select(PhoneClasses.Of).Where(static phones => phones.Length > 0).ToArray();
        return variants.Length > 0
            ? variants
            : throw new ArgumentException($"'{word}' has no letter to pronounce. Write numbers and signs as words.", nameof(word));
    }

    private static Alignment Describe(AlignmentGraph graph, int[] path, ReadOnlySpan<float> frames, IReadOnlyList<string> words)
    {
        var aligned = new List<AlignedWord>(words.Count);
        var (total, spoken) = (0.0, 0);
        for (var frame = 0; frame < path.Length;)
        {
            var word = graph[path[frame]].Word;
            if (word < 0)
            {
                frame++;
                continue;
            }

            var (start, sum) = (frame, 0.0);
            var phones = new List<AlignedPhone>();
            while (frame < path.Length && graph[path[frame]].Word == word)
            {
                var (phone, phoneStart) = (graph[path[frame]], frame);
                for (; frame < path.Length && graph[path[frame]] == phone; frame++)
                {
                    sum += frames[(frame * PhoneClasses.Count) + phone.Class];
                }

                phones.Add(new AlignedPhone(PhoneClasses.Names[phone.Class], Time(phoneStart), Time(frame)));
            }

            aligned.Add(new AlignedWord(words[word], Time(start), Time(frame), phones, sum / (frame - start)));
            (total, spoken) = (total + sum, spoken + frame - start);
        }

        return new Alignment(aligned, spoken == 0 ? 0 : total / spoken);
    }

    private static TimeSpan Time(int frame) => frame * PhoneNetwork.FrameDuration;
}
