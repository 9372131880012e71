using VirtualTA.Neural.Formats;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>Files written by models/training/virtualta_training/recogniser/golden.py.</summary>
internal static class Golden
{
    public static string Folder { get; } = Find();

    public static SafetensorsFile Expected() => SafetensorsFile.Open(Path.Combine(Folder, "small-expected.safetensors"));

    public static short[] Samples()
    {
        using var file = Expected();
        return [.. file.Floats("samples").Select(static sample => (short)sample)];
    }

    /// <summary>Largest difference relative to the largest magnitude expected.</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (difference, scale) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        return difference / scale;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "golden", "recogniser");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/golden/recogniser was not found above the tests; run them inside the repository.");
    }
}
