using System.Runtime.InteropServices;
using VirtualTA.Audio.Opus;
using VirtualTA.Audio.Spectrum;
using VirtualTA.Audio.Wav;

namespace VirtualTA.Audio.Tests.Opus;

public class OpusEncoderTests
{
    private static readonly string Recording = Path.Combine(FindRoot(), "tests", "assets", "question.wav");

    [OpusFact]
    public void DecodedSpeech_IsCloseToTheOriginal_AtLessThanATenthOfTheBytes()
    {
        var recording = WavFile.Read(Recording).AtRate(OpusEncoder.SampleRate).Samples;
        var speech = new short[recording.Length];
        Pcm16.FromFloat(recording, speech);
        var (decoded, bytes) = EncodeAndDecode(speech);

        var seconds = speech.Length / (double)OpusEncoder.SampleRate;
        Assert.InRange(bytes / seconds, 500, 3_200); // PCM: 32,000
        Assert.InRange(MelDistance(speech, decoded), 0, 0.35); // bel, root mean square; twice that distance is heard as another sound
        Assert.InRange(SignalToNoise(speech, decoded), 5, 100);
    }

    [OpusFact]
    public void DecodedSound_IsLateByTheDelay()
    {
        var click = new short[OpusEncoder.PacketSamples * 20];
        for (var i = 0; i < 40; i++)
        {
            click[3_200 + i] = (short)(12_000 * Math.Sin(i * Math.PI / 10)); // 800 Hz
        }

        var (decoded, _) = EncodeAndDecode(click, trim: 0);
        var best = Enumerable.Range(0, 320).MaxBy(shift => click.Index().Take(click.Length - 320).Sum(s => (double)s.Item * decoded[s.Index + shift]));
        Assert.InRange(best, OpusEncoder.Delay - 2, OpusEncoder.Delay + 2);
    }

    [OpusFact]
    public void Packet_OfAnotherLength_IsRefused()
    {
        using var encoder = new OpusEncoder();
        Assert.Throws<ArgumentException>(() => encoder.Encode(new short[100]).Length);
    }

    private static (short[] Decoded, int Bytes) EncodeAndDecode(short[] speech, int trim = OpusEncoder.Delay)
    {
        using var encoder = new OpusEncoder();
        var decoder = opus_decoder_create(OpusEncoder.SampleRate, 1, out var error);
        Assert.Equal(0, error);
        var decoded = new List<short>();
        var packet = new short[OpusEncoder.PacketSamples];
        var bytes = 0;
        for (var start = 0; start < speech.Length + OpusEncoder.PacketSamples; start += packet.Length)
        {
            var frame = new short[packet.Length];
            speech.AsSpan(Math.Min(start, speech.Length), Math.Min(frame.Length, Math.Max(0, speech.Length - start))).CopyTo(frame);
            var encoded = encoder.Encode(frame).ToArray();
            bytes += encoded.Length;
            Assert.Equal(packet.Length, opus_decode(decoder, encoded, encoded.Length, packet, packet.Length, 0));
            decoded.AddRange(packet);
        }

        opus_decoder_destroy(decoder);
        return ([.. decoded.Skip(trim).Take(speech.Length)], bytes);
    }

    private static double SignalToNoise(short[] clean, short[] other) =>
        10 * Math.Log10(clean.Sum(s => (double)s * s) / clean.Zip(other, (a, b) => Math.Pow(a - b, 2)).Sum());

    /// <summary>Root mean square difference of log mel energies, in bel, over frames that are not silent.</summary>
    private static double MelDistance(short[] clean, short[] other)
    {
        var mel = new LogMel(new LogMelOptions { MelCount = 40, Floor = 1e-5f });
        return Math.Sqrt(mel.Compute(Float(clean)).Zip(mel.Compute(Float(other)), (x, y) => Math.Pow(x - y, 2)).Average());
    }

    private static float[] Float(short[] samples)
    {
        var values = new float[samples.Length];
        Pcm16.ToFloat(samples, values);
        return values;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [DllImport("libopus.so.0")]
    private static extern IntPtr opus_decoder_create(int samplesPerSecond, int channels, out int error);

    [DllImport("libopus.so.0")]
    private static extern int opus_decode(IntPtr decoder, byte[] packet, int length, [Out] short[] samples, int capacity, int isLost);

    [DllImport("libopus.so.0")]
    private static extern void opus_decoder_destroy(IntPtr decoder);
}
