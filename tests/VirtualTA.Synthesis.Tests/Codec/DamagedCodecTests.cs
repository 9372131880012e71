using VirtualTA.Neural.Formats;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Tests.Codec;

public sealed class DamagedCodecTests
{
    private const int Cases = 60;

    public static TheoryData<string> Files => ["codec-test.safetensors", "codec-test-waveform.safetensors", "speaker-test.safetensors"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_RefusesOrLoads_WhateverIsBroken(string name)
    {
        var whole = File.ReadAllBytes(Golden.Path(name));
        var header = (int)BitConverter.ToInt64(whole) + 8;
        var random = new Random(11);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        var refused = 0;
        try
        {
            for (var number = 0; number < Cases; number++)
            {
                File.WriteAllBytes(path, Break(whole, header, number, random));
                refused += Refused(name, path) ? 1 : 0;
            }
        }
        finally
        {
            File.Delete(path);
        }

        // A changed letter of a name that nobody reads is no damage; nearly everything else is.
        Assert.InRange(refused, Cases / 2, Cases);
    }

    private static byte[] Break(byte[] whole, int header, int number, Random random)
    {
        if (number % 3 == 0)
        {
            return whole[..random.Next(whole.Length)];
        }

        var copy = (byte[])whole.Clone();
        var at = number % 3 == 1 ? random.Next(header) : random.Next(header, copy.Length);
        copy[at] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static bool Refused(string name, string path)
    {
        try
        {
            if (name.StartsWith("speaker", StringComparison.Ordinal))
            {
                SpeakerEncoder.Load(path);
            }
            else
            {
                AudioCodec.Load(path);
            }

            return false;
        }
        catch (ModelFormatException error)
        {
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            return true;
        }
    }
}
