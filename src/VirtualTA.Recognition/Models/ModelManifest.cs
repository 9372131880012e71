using System.Text.Json;

namespace VirtualTA.Recognition.Models;

/// <summary>The models that are known, smallest first.</summary>
public static class ModelManifest
{
    private const string Resource = "VirtualTA.Recognition.Models.whisper-models.json";

    /// <summary>All entries.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } = Read();

    /// <summary>An entry by its name, its short name ("tiny.en") or its file name; null if unknown.</summary>
    public static ModelEntry? Find(string name) => Entries.FirstOrDefault(entry =>
        string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(entry.Name, "whisper-" + name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(entry.FileName, name, StringComparison.OrdinalIgnoreCase));

    private static List<ModelEntry> Read()
    {
        using var stream = typeof(ModelManifest).Assembly.GetManifestResourceStream(Resource)!;
        var entries = JsonSerializer.Deserialize<List<ModelEntry>>(stream, JsonSerializerOptions.Web)!;
        return [.. entries.OrderBy(static entry => entry.Bytes)];
    }
}
