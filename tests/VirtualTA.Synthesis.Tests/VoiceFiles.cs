namespace VirtualTA.Synthesis.Tests;

/// <summary>Where the golden files of the repository are.</summary>
internal static class VoiceFiles
{
    public static string Golden(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds VirtualTA.sln."), "tests", "golden", name);
    }
}
