namespace VirtualTA.EndToEnd.Tests;

/// <summary>A test in a real browser; skipped, with what to install, where the browser or a program it needs is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    /// <param name="programs">Programs that must be on the path, with the Debian package of each.</param>
    public ChromiumFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => FindOnPath(program) is null).ToList();
        if (Chromium.FindProgram() is null)
        {
            Skip = "Chromium is not installed: sudo apt install chromium, or set CHROMIUM_PATH.";
        }
        else if (missing.Count > 0)
        {
            Skip = $"Not installed: {string.Join(", ", missing)}. sudo apt install espeak-ng";
        }
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
