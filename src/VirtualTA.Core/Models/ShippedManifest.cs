using System.Text.Json;

namespace VirtualTA.Core.Models;

/// <summary>Reads <c>manifest.json</c> of a models folder: what each file is, and whether it is good enough to be the default.</summary>
public static class ShippedManifest
{
    /// <summary>Stage of weights that work but are worse than what they are to replace.</summary>
    public const string Experimental = "experimental";

    private const string FileName = "manifest.json";
    private const string Remedy = "Restore it from the repository: git checkout -- models/";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Every entry.</summary>
    /// <exception cref="IOException">There is no manifest in the folder.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IReadOnlyList<ShippedModel> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<Content>(stream, Format)?.Models ?? [];
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is damaged. {Remedy}", problem);
        }
    }

    /// <summary>The entry of a file, given as <c>folder/name</c>; null where the manifest does not know it or cannot be read.</summary>
    public static ShippedModel? Find(string folder, string file)
    {
        try
        {
            return Read(folder).FirstOrDefault(model => model.File == file);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Content(List<ShippedModel> Models);
}

/// <summary>A file that comes with the program.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="File">Path below the models folder, parts separated by slashes.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Hash in lower-case hexadecimal digits.</param>
public sealed record ShippedModel(string Name, string Kind, string File, long Bytes, string Sha256)
{
    /// <summary><see cref="ShippedManifest.Experimental"/>, or null for weights that may be the default.</summary>
    public string? Stage { get; init; }

    /// <summary>Settings with which the weights were judged, such as <c>temperature</c>; null for the program's own.</summary>
    public IReadOnlyDictionary<string, double>? Sampling { get; init; }
}
