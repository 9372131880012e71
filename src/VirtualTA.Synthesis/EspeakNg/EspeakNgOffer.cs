using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>Finds the Debian package.</summary>
internal static class EspeakNgOffer
{
    public const string Name = "espeak-ng";

    private const string Remedy = "Install a voice: sudo apt install espeak-ng. Until then, answers are in writing only.";

    public static EngineOffer<ISpeechSynthesizer> Create(EspeakNgOptions options)
    {
        var program = FindProgram(options.Program);
        return new EngineOffer<ISpeechSynthesizer>(
            Name,
            "Debian's eSpeak NG as a child process",
            program is null ? Remedy : null,
            () => new EspeakNgSynthesizer(program ?? throw new InvalidOperationException(Remedy), options));
    }

    private static string? FindProgram(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar))
        {
            return File.Exists(program) ? program : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }
}
