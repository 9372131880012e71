using VirtualTA.Audio.Loudness;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Synthesis.Voices;

/// <summary>A word of a recording with the time of each of its phones, as a forced aligner gives it.</summary>
/// <param name="Phones">Phones with stress.</param>
/// <param name="Starts">When each phone starts, from the recording's first sample.</param>
/// <param name="End">When the last phone ends.</param>
/// <param name="Mark">The mark after the word, or <see cref="PhoneSet.WordBoundary"/>.</param>
public sealed record AlignedWord(Phones Phones, IReadOnlyList<TimeSpan> Starts, TimeSpan End, byte Mark = PhoneSet.WordBoundary);

/// <summary>Makes the prompt of a voice from a recording, and refuses recordings that would make a bad one.</summary>
public sealed class VoiceEnroller(AudioCodec codec, SpeakerEncoder speakers)
{
    /// <summary>Code of the error for a recording that cannot be used.</summary>
    public const string RecordingUnsuitable = "recording-unsuitable";

    private const int FramesBefore = 2;
    private const int FramesAfter = 6;
    private const float Peak = 0.6f;
    private const int SpeakerSeconds = 8;

    // The models were trained with prompts of 1 to 5 s; more words tell them nothing new about a voice.
    private const int FramesWanted = 250;

    // Halves of a recording are short, so that one person's are less alike than two recordings of hers.
    private const float HalvesBelowThreshold = 0.25f;

    /// <summary>Makes a prompt of the first words, up to 5 s.</summary>
    /// <param name="name">Key of the voice.</param>
    /// <param name="samples">Mono at 16 kHz, −1 to 1.</param>
    /// <param name="words">The words said, in order.</param>
    /// <exception cref="UserInputException">Too short, quiet, noisy, clipped, or two speakers; the message says which and what to do.</exception>
    public VoicePrompt Enrol(string name, ReadOnlySpan<float> samples, IReadOnlyList<AlignedWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        string? problem = RecordingCheck.FindProblem(samples)
            ?? (words.Count == 0 ? "No words were found in the recording: read a sentence or two, and give its text." : null)
            ?? (HasTwoSpeakers(samples) ? "The recording seems to hold two speakers: record one person alone." : null);
        Refuse(problem);
        double frameSeconds = (double)codec.Hop / codec.SampleRate;
        int first = Math.Max(0, (int)(words[0].Starts[0].TotalSeconds / frameSeconds) - FramesBefore);
        List<AlignedWord> used = [.. words.TakeWhile(word => (word.End.TotalSeconds / frameSeconds) + FramesAfter - first <= FramesWanted)];
        if (used.Count == 0)
        {
            throw new UserInputException(RecordingUnsuitable, "The text does not fit the recording: give the words that are said in it.");
        }

        float[] even = Evened(samples);
        int[] codes = codec.Encode(even);
        int last = Math.Min(codes.Length / codec.Levels, (int)Math.Ceiling(used[^1].End.TotalSeconds / frameSeconds) + FramesAfter);
        bool isWhole = used.Count == words.Count;
        last = isWhole ? last : Math.Min(last, (int)(words[used.Count].Starts[0].TotalSeconds / frameSeconds));
        (byte[] symbols, double[] starts) = Lay(used, isWhole);
        int[] places = new int[last - first];
        int place = 0;
        for (int frame = 0; frame < places.Length; frame++)
        {
            while (place + 1 < symbols.Length && starts[place + 1] <= (first + frame + 0.5) * frameSeconds)
            {
                place++;
            }

            places[frame] = place;
        }

        int speakerSamples = Math.Min(samples.Length, SpeakerSeconds * speakers.SampleRate);
        return new VoicePrompt(name, codes[(first * codec.Levels)..(last * codec.Levels)], symbols, places, speakers.Embed(samples[..speakerSamples])) { Codec = codec.Digest };
    }

    /// <summary>Makes one prompt of those of several recordings: the best one's codes, everybody's vector.</summary>
    /// <param name="prompts">Prompts of the same person, the best first, at least one.</param>
    /// <param name="names">What to call the recordings in messages.</param>
    /// <exception cref="UserInputException">A recording is of somebody else.</exception>
    public VoicePrompt Join(IReadOnlyList<VoicePrompt> prompts, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(names);
        float[] sum = new float[prompts[0].Speaker.Length];
        for (int index = 0; index < prompts.Count; index++)
        {
            if (SpeakerEncoder.Score(prompts[0].Speaker, prompts[index].Speaker) < speakers.Threshold - (HalvesBelowThreshold / 2))
            {
                throw new UserInputException(RecordingUnsuitable, $"'{names[index]}' seems to be of another person than '{names[0]}': give recordings of one person.");
            }

            for (int place = 0; place < sum.Length; place++)
            {
                sum[place] += prompts[index].Speaker[place];
            }
        }

        float length = MathF.Max(MathF.Sqrt(SpeakerEncoder.Score(sum, sum)), 1e-12f);
        return prompts[0] with { Speaker = [.. sum.Select(value => value / length)] };
    }

    /// <summary>Refuses a recording if there is a problem.</summary>
    internal static void Refuse(string? problem)
    {
        if (problem is not null)
        {
            throw new UserInputException(RecordingUnsuitable, problem);
        }
    }

    private bool HasTwoSpeakers(ReadOnlySpan<float> samples)
    {
        int half = samples.Length / 2;
        return SpeakerEncoder.Score(speakers.Embed(samples[..half]), speakers.Embed(samples[half..])) < speakers.Threshold - HalvesBelowThreshold;
    }

    // The level at which the codec's tokens for training were made.
    private float[] Evened(ReadOnlySpan<float> samples)
    {
        float[] even = samples[..(samples.Length / codec.Hop * codec.Hop)].ToArray();
        float gain = Peak / Math.Max(Level.Peak(samples), 1e-6f);
        foreach (ref float sample in even.AsSpan())
        {
            sample *= gain;
        }

        return even;
    }

    private static (byte[] Symbols, double[] Starts) Lay(List<AlignedWord> words, bool isWhole)
    {
        List<byte> symbols = [];
        List<double> starts = [];
        foreach (AlignedWord word in words)
        {
            if (word.Starts.Count != word.Phones.Length)
            {
                throw new ArgumentException($"'{word.Phones}' has {word.Starts.Count} times for {word.Phones.Length} phones.", nameof(words));
            }

            symbols.AddRange(word.Phones.Ids);
            starts.AddRange(word.Starts.Select(start => start.TotalSeconds));
            symbols.Add(word.Mark);
            starts.Add(word.End.TotalSeconds);
        }

        if (isWhole && !PhoneSet.IsMark(symbols[^1]))
        {
            symbols[^1] = PhoneSet.Stop;
        }

        return ([.. symbols], [.. starts]);
    }
}
