namespace VirtualTA.Synthesis.Tests.Codec;

/// <summary>Files that the training's golden script wrote.</summary>
internal static class Golden
{
    private static readonly string Root = FindRoot();

    public static string Path(string name) => System.IO.Path.Combine(Root, "tests", "golden", name);

    public static string Model(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, "models", .. parts]);

    /// <summary>Root mean square of the difference over that of what was expected.</summary>
    public static double RelativeError(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (error, size) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            error += Math.Pow(expected[i] - actual[i], 2);
            size += Math.Pow(expected[i], 2);
        }

        return Math.Sqrt(error / size);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("VirtualTA.sln is in no folder above the tests.");
    }
}
