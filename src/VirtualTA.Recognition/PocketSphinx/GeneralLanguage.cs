namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>A vocabulary with its language model, as files that PocketSphinx reads.</summary>
/// <param name="Model">N-gram model, ARPA or PocketSphinx's binary form.</param>
/// <param name="Dictionary">Pronunciations, one word a line.</param>
internal sealed record LanguageFiles(string Model, string Dictionary);

/// <summary>The general English model of the package.</summary>
/// <param name="folder">Where the package put it.</param>
internal sealed class GeneralLanguage(string folder)
{
    public string AcousticModel => Path.Combine(folder, "en-us");

    public LanguageFiles Files { get; } =
        new(Path.Combine(folder, "en-us.lm.bin"), Path.Combine(folder, "cmudict-en-us.dict"));

    public bool Exists => Directory.Exists(AcousticModel) && File.Exists(Files.Model) && File.Exists(Files.Dictionary);
}
