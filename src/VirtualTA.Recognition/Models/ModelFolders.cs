using VirtualTA.Core.Models;

namespace VirtualTA.Recognition.Models;

/// <summary>Where fetched models lie: the folder named by VIRTUALTA_MODELS, the models beside the program, the person's own data folder.</summary>
public static class ModelFolders
{
    private const string SubFolder = "whisper";

    /// <summary>Folders that are searched, the first first.</summary>
    public static IReadOnlyList<string> Searched()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable(ModelFolder.EnvironmentVariable) is { Length: > 0 } named)
        {
            folders.Add(named);
            folders.Add(Path.Combine(named, SubFolder));
        }
        else if (BesideProgram() is { } beside)
        {
            folders.Add(Path.Combine(beside, SubFolder));
        }

        folders.Add(Own());
        return folders;
    }

    /// <summary>Where a fetched model is put: the named folder if there is one, otherwise the person's own.</summary>
    public static string ForNewModels() =>
        Environment.GetEnvironmentVariable(ModelFolder.EnvironmentVariable) is { Length: > 0 } named ? Path.Combine(named, SubFolder) : Own();

    /// <summary>Path of a model file, or null if it is in none of the folders.</summary>
    public static string? Find(string fileName) =>
        Searched().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>All Whisper files present, one per name.</summary>
    public static IReadOnlyList<string> Present() =>
        [.. Searched().Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "ggml-*.bin").Order(StringComparer.Ordinal)).DistinctBy(Path.GetFileName)];

    private static string Own() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "virtualta", "models", SubFolder);

    private static string? BesideProgram()
    {
        try
        {
            return ModelFolder.Find();
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
