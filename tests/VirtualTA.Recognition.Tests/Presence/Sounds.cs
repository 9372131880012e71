using VirtualTA.Audio;

namespace VirtualTA.Recognition.Tests.Presence;

/// <summary>Made sounds, 16 kHz: what a microphone hears when nobody asks anything, and a stand-in for a voice.</summary>
internal static class Sounds
{
    private const int Rate = 16_000;
    private static readonly int[] Scale = [0, 2, 4, 5, 7, 9, 11];

    /// <summary>Names of the sounds without speech.</summary>
    public static IReadOnlyList<string> WithoutSpeech { get; } =
        ["silence", "noise", "hum", "chords", "melody", "band", "drums", "lone claps", "applause", "ovation"];

    public static TheoryData<string> Kinds => [.. WithoutSpeech];

    public static float[] Make(string kind, double seconds, int seed = 1)
    {
        var random = new Random(seed);
        var sound = new double[(int)(seconds * Rate)];
        switch (kind)
        {
            case "noise":
                Add(sound, 0, sound.Length, _ => (random.NextDouble() - 0.5) * 0.4);
                break;
            case "hum":
                Add(sound, 0, sound.Length, t => (0.2 * Math.Sin(2 * Math.PI * 100 * t)) + (0.1 * Math.Sin(2 * Math.PI * 300 * t)));
                break;
            case "chords":
            case "melody":
                Notes(sound, random, kind == "chords");
                break;
            case "band":
                Notes(sound, random, true);
                Drums(sound, random);
                break;
            case "drums":
                Drums(sound, random);
                break;
            case "lone claps":
            case "applause":
            case "ovation":
                Claps(sound, random, kind == "lone claps" ? 8 : kind == "applause" ? 60 : 250);
                break;
            case "voice":
                Voice(sound, random);
                break;
        }

        var peak = Math.Max(1e-9, sound.Max(Math.Abs));
        return kind is "silence" or "noise" or "hum" ? [.. sound.Select(static x => (float)x)] : [.. sound.Select(x => (float)(0.5 * x / peak))];
    }

    public static short[] Pcm(float[] sound)
    {
        var pcm = new short[sound.Length];
        Pcm16.FromFloat(sound, pcm);
        return pcm;
    }

    private static void Add(double[] sound, int start, int length, Func<double, double> wave)
    {
        for (var n = 0; n < length && start + n < sound.Length; n++)
        {
            sound[start + n] += wave(n / (double)Rate);
        }
    }

    /// <summary>Plucked notes with eight harmonics that ring into the next.</summary>
    private static void Notes(double[] sound, Random random, bool areChords)
    {
        var beat = 0.18 + (0.3 * random.NextDouble());
        for (var at = 0.0; at < sound.Length; at += beat * Rate * (1 + (random.Next(3) / 2)))
        {
            var root = random.Next(areChords ? 7 : 14);
            foreach (var step in areChords ? new[] { root, root + 2, root + 4 } : [root])
            {
                var pitch = 220 * Math.Pow(2, (Scale[step % 7] + (12 * (step / 7))) / 12.0);
                var decay = 1 + (3 * random.NextDouble());
                for (var harmonic = 1; harmonic <= 8 && pitch * harmonic < 7500; harmonic++)
                {
                    var (hz, loudness, phase) = (pitch * harmonic, Math.Pow(0.5, harmonic - 1), 6 * random.NextDouble());
                    Add(sound, (int)at, (int)(1.4 * beat * Rate), t =>
                        loudness * Math.Sin((2 * Math.PI * hz * t) + phase) * Math.Exp(-t * decay * (1 + (0.3 * hz / pitch))) * Math.Min(1, t * 200));
                }
            }
        }
    }

    /// <summary>Bass drum and snare in turn, a cymbal on every half beat.</summary>
    private static void Drums(double[] sound, Random random)
    {
        var beat = 0.2 + (0.25 * random.NextDouble());
        for (var (at, count) = (0.0, 0); at < sound.Length; at += beat * Rate / 2, count++)
        {
            if (count % 4 == 0)
            {
                Add(sound, (int)at, 2400, static t => 2 * Math.Sin(2 * Math.PI * ((50 * t) + (2 * (1 - Math.Exp(-30 * t))))) * Math.Exp(-25 * t));
            }
            else if (count % 4 == 2)
            {
                Add(sound, (int)at, 2400, t => 2 * (random.NextDouble() - 0.5) * Math.Exp(-35 * t));
            }

            Add(sound, (int)at, 480, t => (random.NextDouble() - 0.5) * Math.Exp(-150 * t));
        }
    }

    /// <summary>Short bursts of noise, each through its own hollow of the hands.</summary>
    private static void Claps(double[] sound, Random random, int perSecond)
    {
        for (var i = 0; i < perSecond * sound.Length / Rate; i++)
        {
            var (pole, angle, decay, loudness) = (0.9, 2 * Math.PI * random.Next(800, 2500) / Rate, random.Next(100, 250), 0.2 + (0.8 * random.NextDouble()));
            var (last, before) = (0.0, 0.0);
            Add(sound, random.Next(sound.Length), random.Next(160, 480), t =>
            {
                var next = random.NextDouble() - 0.5 + (2 * pole * Math.Cos(angle) * last) - (pole * pole * before);
                (last, before) = (next, last);
                return loudness * next * Math.Exp(-decay * t);
            });
        }
    }

    /// <summary>Syllables of a gliding pulse train through two resonances, with pauses between.</summary>
    private static void Voice(double[] sound, Random random)
    {
        for (var at = 0.05; at < sound.Length / (double)Rate; at += 0.22)
        {
            var (pitch, glide, vowel) = (100 + (60 * random.NextDouble()), 40 * (random.NextDouble() - 0.3), 300 + (400 * random.NextDouble()));
            Add(sound, (int)(at * Rate), (int)(0.16 * Rate), t =>
            {
                var sum = 0.0;
                for (var harmonic = 1; harmonic <= 20; harmonic++)
                {
                    var hz = harmonic * (pitch - (glide * t / 0.16));
                    var loudness = Math.Exp(-Math.Abs(hz - vowel) / 200) + (0.3 * Math.Exp(-Math.Abs(hz - 1500) / 300));
                    sum += loudness * Math.Sin(2 * Math.PI * harmonic * ((pitch * t) - (glide * t * t / 0.32)));
                }

                return sum * Math.Sin(Math.PI * t / 0.16);
            });
        }
    }
}
