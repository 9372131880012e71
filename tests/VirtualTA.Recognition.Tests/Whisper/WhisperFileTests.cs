using VirtualTA.Neural.Formats;
using VirtualTA.Recognition.Whisper.Files;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Tests.Whisper;

public sealed class WhisperFileTests : IDisposable
{
    private static readonly Lazy<byte[]> Whole = new(static () =>
    {
        using var stream = new MemoryStream();
        new SeededModel(51864, GgmlType.Q40, AudioContext: 100).Write(stream);
        return stream.ToArray();
    });

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.bin");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void EveryDamage_GivesAClearErrorOrAModel()
    {
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 120; i++)
        {
            var bytes = Whole.Value;
            if (i % 3 == 0)
            {
                bytes = bytes[..(int)(bytes.Length * Math.Pow(random.NextDouble(), 3))];
            }
            else
            {
                bytes = [.. bytes];
                Damage(bytes, i, random);
            }

            File.WriteAllBytes(_path, bytes);
            try
            {
                using var file = WhisperFile.Open(_path);
                foreach (var name in file.TensorNames)
                {
                    file.Floats(name);
                }
            }
            catch (ModelFormatException error)
            {
                refused++;
                Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(refused, 60, 120);
    }

    [Theory]
    [InlineData(0, 1, "no ggml Whisper model")]
    [InlineData(4, 7, "7 tokens")]
    [InlineData(8, -1, "-1 audio positions")]
    [InlineData(16, 3, "3 audio heads")]
    [InlineData(28, 64, "widths 32 and 64")]
    [InlineData(40, 90, "mel filters of 80")]
    [InlineData(64376, 9_999_999, "9999999 tokens in the vocabulary")]
    public void WrongHeaders_AreNamed(int at, int value, string reason)
    {
        byte[] bytes = [.. Whole.Value];
        BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        AssertRefused(bytes, reason);
    }

    [Fact]
    public void OtherFiles_AreNamed()
    {
        AssertRefused([], "no ggml Whisper model");
        AssertRefused("GGUF and something else"u8.ToArray(), "no ggml Whisper model");
        AssertRefused(Whole.Value[..^10], "cut short");
        File.Delete(_path);
        Assert.Contains("no such model file", Assert.Throws<ModelFormatException>(() => WhisperModel.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutATensor_IsRefused()
    {
        var end = Whole.Value.AsSpan().LastIndexOf("decoder.blocks.1.mlp.2.bias"u8);
        AssertRefused(Whole.Value[..(end - 16)], "'decoder.blocks.1.mlp.2.bias' is missing");
    }

    private static void Damage(byte[] bytes, int i, Random random)
    {
        // Headers are a small part of the file; most damage is put where it matters most.
        var range = (i % 4) switch
        {
            0 => 64,
            1 => 70_000,
            _ => bytes.Length,
        };
        for (var flips = 0; flips < 1 + (i % 5 * 40); flips++)
        {
            bytes[random.Next(range)] ^= (byte)(1 << random.Next(8));
        }
    }

    private void AssertRefused(byte[] bytes, string reason)
    {
        File.WriteAllBytes(_path, bytes);
        var error = Assert.Throws<ModelFormatException>(() =>
        {
            using var model = WhisperModel.Load(_path);
        });
        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
