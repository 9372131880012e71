using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Turns;

/// <summary>One utterance of the end-of-turn set: room noise, speech with pauses in it, room noise.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Part">What it is there for.</param>
/// <param name="Samples">The sound.</param>
/// <param name="End">Where the last sound of speech ends.</param>
/// <param name="Pause">Length of the pause put in.</param>
/// <param name="Before">The word before it.</param>
internal sealed record TurnUtterance(string Name, TurnPart Part, short[] Samples, TimeSpan End, TimeSpan Pause, string Before)
{
    /// <summary>A pause that begins at most this long before the end of speech is the end.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(150);
}

/// <summary>Puts utterances together from recordings: the same ones whenever it is run.</summary>
internal static class TurnAssembler
{
    private const int ShortestPauseMs = 300;
    private const int LongestPauseMs = 900;
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.4);
    private static readonly TimeSpan Fade = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTail = TimeSpan.FromSeconds(0.5);

    /// <param name="clip">The recording.</param>
    /// <param name="words">Its words with their times.</param>
    /// <param name="part">What the utterance is for.</param>
    /// <param name="keepsTail">Whether what was recorded after the last word stays: a voice that dies away, instead of one that is cut off.</param>
    /// <returns>The utterance; null where there are too few words to pause between.</returns>
    public static TurnUtterance? Assemble(SpeechClip clip, IReadOnlyList<RecognizedWord> words, TurnPart part, bool keepsTail = false)
    {
        var choice = Hash(clip.Name);
        var first = Math.Max(2, (int)(0.3 * words.Count)); // the pause comes before this word at the earliest
        var last = Math.Min(words.Count - 1, (int)(0.85 * words.Count));
        if (last < first)
        {
            return null;
        }

        var at = first + (int)(choice % (uint)(last - first + 1));
        var cut = Index((words[at - 1].End + words[at].Start) / 2);
        var end = Math.Min(clip.Samples.Length, Index(words[^1].End));
        var tail = keepsTail ? Math.Min(clip.Samples.Length, end + Index(LongestTail)) : end;
        var pause = TimeSpan.FromMilliseconds(ShortestPauseMs + (choice / 97 % (LongestPauseMs - ShortestPauseMs + 1)));
        var start = Math.Max(0, Index(words[0].Start - TimeSpan.FromMilliseconds(50)));
        if (!(start < cut && cut < end))
        {
            return null;
        }

        var noise = new RoomNoise(clip.Samples, choice);
        short[] samples =
        [
            .. noise.Make(Index(LeadIn)), .. Faded(clip.Samples[start..cut]), .. noise.Make(Index(pause)), .. Faded(clip.Samples[cut..tail]), .. noise.Make(Index(Rest)),
        ];
        return new TurnUtterance(clip.Name, part, samples, LeadIn + pause + Time(end - start), pause, words[at - 1].Word);
    }

    /// <summary>A stable number for a name: the set must be the same on every machine.</summary>
    private static uint Hash(string name)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 16_777_619u;
        }

        return hash ^ (hash >> 15);
    }

    private static int Index(TimeSpan time) => (int)(time.TotalSeconds * AudioFrame.SampleRate);

    private static TimeSpan Time(int samples) => TimeSpan.FromSeconds((double)samples / AudioFrame.SampleRate);

    /// <summary>Speech cut out of a sentence, without a click at either end.</summary>
    private static short[] Faded(short[] samples)
    {
        var length = Math.Min(Index(Fade), samples.Length / 2);
        for (var i = 0; i < length; i++)
        {
            samples[i] = (short)(samples[i] * i / length);
            samples[^(i + 1)] = (short)(samples[^(i + 1)] * i / length);
        }

        return samples;
    }

    /// <summary>Noise as loud as the quietest tenth of a recording, between -75 and -55 decibels.</summary>
    private sealed class RoomNoise
    {
        private const int Window = AudioFrame.SampleRate / 50;
        private readonly double _amplitude;
        private uint _state;

        public RoomNoise(short[] recording, uint seed)
        {
            _state = seed | 1;
            var levels = recording.Chunk(Window).Select(static window => Math.Sqrt(window.Average(static sample => (double)sample * sample))).Order().ToArray();
            var level = Math.Clamp(levels[levels.Length / 10], 32_768 * Math.Pow(10, -75 / 20d), 32_768 * Math.Pow(10, -55 / 20d));
            _amplitude = level * Math.Sqrt(3); // of even noise with that power
        }

        public short[] Make(int length)
        {
            var samples = new short[length];
            for (var i = 0; i < length; i++)
            {
                _state ^= _state << 13;
                _state ^= _state >> 17;
                _state ^= _state << 5;
                samples[i] = (short)Math.Round(_amplitude * ((_state / (double)uint.MaxValue * 2) - 1));
            }

            return samples;
        }
    }
}
