using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Tests.Whisper;

/// <summary>Against tests/golden/whisper/seeded.safetensors, written by models/training/virtualta_training/whisper/golden.py.</summary>
public sealed class WhisperGoldenTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.bin");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("english-f32", 51864, GgmlType.F32, 80)]
    [InlineData("multilingual-f16", 51865, GgmlType.F16, 80)]
    [InlineData("v3-f16", 51866, GgmlType.F16, 128)]
    [InlineData("multilingual-q4_0", 51865, GgmlType.Q40, 80)]
    [InlineData("multilingual-q4_1", 51865, GgmlType.Q41, 80)]
    [InlineData("multilingual-q5_0", 51865, GgmlType.Q50, 80)]
    [InlineData("multilingual-q5_1", 51865, GgmlType.Q51, 80)]
    [InlineData("multilingual-q8_0", 51865, GgmlType.Q80, 80)]
    public void EveryVariant_EqualsPyTorch(string name, int vocabulary, GgmlType type, int mels)
    {
        using var golden = SafetensorsFile.Open(Path.Combine(RepositoryFolder(), "tests", "golden", "whisper", "seeded.safetensors"));
        new SeededModel(vocabulary, type, mels).Write(_path);
        using var model = WhisperModel.Load(_path);
        var workspace = new Workspace();
        var samples = SeededModel.Audio(4);
        AssertRows(golden.Floats(name + ".mel"), WhisperMel.Compute(samples, 1500, model.File), mels, 97);
        AssertRows(golden.Floats(name + ".short"), model.Encode(samples, 230, workspace), 32, 13);
        var heard = model.Encode(samples, 1500, workspace);
        AssertRows(golden.Floats(name + ".encoder"), heard, 32, 101);

        var tokens = golden.Integers(name + ".tokens");
        var prompt = tokens[..^8];
        var cross = model.Decoder.Listen(heard, 1500, workspace);
        var state = model.Decoder.NewState();
        var logits = new float[prompt.Length * vocabulary];
        var weights = new float[2 * prompt.Length * 2 * 1500];
        model.Decoder.Apply(prompt, state, cross, logits, workspace, weights);
        var columns = (vocabulary + 210) / 211;
        var thinned = Enumerable.Range(0, prompt.Length * columns).Select(i => logits[(i / columns * vocabulary) + (i % columns * 211)]).ToArray();
        AssertClose(golden.Floats(name + ".logits"), thinned);
        AssertCross(golden.Floats(name + ".cross"), weights, prompt.Length);

        // Step by step through the cache, choosing the likeliest token each time.
        var last = logits[((prompt.Length - 1) * vocabulary)..];
        foreach (var expected in tokens[^8..])
        {
            var token = TokenSampler.Greedy(last);
            Assert.Equal(expected, token);
            model.Decoder.Apply([token], state, cross, last, workspace);
        }
    }

    [Fact]
    public void FastPrecision_StaysNear()
    {
        new SeededModel(51865, GgmlType.F16).Write(_path);
        using var exact = WhisperModel.Load(_path);
        using var fast = WhisperModel.Load(_path, WhisperPrecision.Fast);
        var samples = SeededModel.Audio(2);
        var a = exact.Encode(samples, 150, new Workspace());
        var b = fast.Encode(samples, 150, new Workspace());
        Assert.InRange(a.Zip(b, static (x, y) => Math.Abs(x - y)).Average(), 0, 0.05 * a.Average(Math.Abs));
    }

    internal static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    private static void AssertRows(float[] expected, float[] actual, int width, int step) =>
        AssertClose(expected, [.. actual.Chunk(width).Where((_, row) => row % step == 0).SelectMany(static row => row)]);

    private static void AssertCross(float[] expected, float[] weights, int tokens)
    {
        const int Positions = 1500;
        var found = new List<float>();
        for (var layer = 0; layer < 2; layer++)
        {
            for (var head = 0; head < 2; head++)
            {
                for (var position = 0; position < Positions; position += 37)
                {
                    found.Add(weights[(((((layer * tokens) + tokens - 1) * 2) + head) * Positions) + position]);
                }
            }
        }

        AssertClose(expected, [.. found]);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * largest, $"at {i}: expected {expected[i]}, got {actual[i]}");
        }
    }
}
