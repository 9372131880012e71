using Xunit;

namespace VirtualTA.TestKit;

/// <summary>A test that needs programs of the operating system and says so where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresProgramFactAttribute : FactAttribute
{
    /// <summary>Skips the test unless every program is in PATH.</summary>
    /// <param name="package">The Debian package that has them.</param>
    /// <param name="programs">Names of the programs.</param>
    public RequiresProgramFactAttribute(string package, params string[] programs)
    {
        if (programs.FirstOrDefault(program => !IsInstalled(program)) is { } missing)
        {
            Skip = $"'{missing}' is not installed: sudo apt install {package}";
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
