using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.TestKit;

/// <summary>Sound made for tests: mono 16-bit PCM at 16 kHz.</summary>
public static class TestAudio
{
    /// <summary>A sine tone.</summary>
    /// <param name="seconds">Length.</param>
    /// <param name="hertz">Pitch.</param>
    /// <param name="amplitude">Peak, at most 32,767.</param>
    public static short[] Tone(double seconds, double hertz = 440, short amplitude = 8_000)
    {
        var samples = new short[(int)Math.Round(seconds * AudioFrame.SampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(amplitude * Math.Sin(2 * Math.PI * hertz * i / AudioFrame.SampleRate));
        }

        return samples;
    }

    /// <summary>Digital silence.</summary>
    /// <param name="seconds">Length.</param>
    public static short[] Silence(double seconds) => new short[(int)Math.Round(seconds * AudioFrame.SampleRate)];

    /// <summary>The sound in frames, the last one shorter if need be.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="frameSamples">Samples in a frame; 800 are 50 ms.</param>
    public static async IAsyncEnumerable<AudioFrame> Frames(
        short[] samples, int frameSamples = 800, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var start = 0; start < samples.Length; start += frameSamples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new AudioFrame(samples.AsMemory(start, Math.Min(frameSamples, samples.Length - start)));
        }
    }

    /// <summary>The sound as the hub takes it: base64 of little-endian PCM in frames.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="frameSamples">Samples in a frame; 800 are 50 ms.</param>
    public static IEnumerable<string> WireFrames(short[] samples, int frameSamples = 800) =>
        samples.Chunk(frameSamples).Select(frame =>
        {
            var bytes = new byte[frame.Length * sizeof(short)];
            Buffer.BlockCopy(frame, 0, bytes, 0, bytes.Length);
            return Convert.ToBase64String(bytes);
        });
}
