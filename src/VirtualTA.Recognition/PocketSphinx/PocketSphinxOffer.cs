using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Finds the Debian packages.</summary>
internal static class PocketSphinxOffer
{
    private const string Remedy =
        "Install the speech recogniser: sudo apt install pocketsphinx pocketsphinx-en-us. Until then, type the question.";

    public static EngineOffer<ISpeechRecognizer> Create(PocketSphinxOptions options)
    {
        var program = FindProgram(options.Program);
        var model = new GeneralLanguage(options.ModelFolder);
        return new EngineOffer<ISpeechRecognizer>(
            "pocketsphinx",
            "Debian's PocketSphinx as a child process, with a language model made from the course",
            program is null || !model.Exists ? Remedy : null,
            () => new PocketSphinxRecognizer(program ?? throw new InvalidOperationException(Remedy), model, options));
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
