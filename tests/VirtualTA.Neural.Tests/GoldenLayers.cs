using VirtualTA.Neural.Formats;

namespace VirtualTA.Neural.Tests;

/// <summary>tests/golden/neural/layers.safetensors, written by models/training/virtualta_training/golden_neural.py.</summary>
internal static class GoldenLayers
{
    private static readonly Lazy<SafetensorsFile> Lazy = new(() => SafetensorsFile.Open(Path.Combine(Root(), "tests", "golden", "neural", "layers.safetensors")));

    public static SafetensorsFile File => Lazy.Value;

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds VirtualTA.sln.");
    }
}
