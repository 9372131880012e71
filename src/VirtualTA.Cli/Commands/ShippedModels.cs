using System.Security.Cryptography;
using VirtualTA.Core.Models;

namespace VirtualTA.Cli.Commands;

/// <summary>The weights that come with the program, compared with their manifest.</summary>
internal static class ShippedModels
{
    private const string Remedy = "Restore it from the repository: git checkout -- models/";

    /// <summary>Every file of the manifest with what is wrong with it; nothing where all is well.</summary>
    /// <exception cref="IOException">There is no models folder, or no manifest in it.</exception>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static IReadOnlyList<ModelState> Check()
    {
        var folder = ModelFolder.Find();
        return [.. ShippedManifest.Read(folder).Select(entry => Check(folder, entry))];
    }

    private static ModelState Check(string folder, ShippedModel entry)
    {
        var path = Path.Combine(folder, entry.File);
        if (!File.Exists(path))
        {
            return new ModelState(entry.Name, entry.Kind, false, $"{entry.File} is missing. {Remedy}");
        }

        if (new FileInfo(path).Length != entry.Bytes)
        {
            return new ModelState(entry.Name, entry.Kind, false, $"{entry.File} has {new FileInfo(path).Length} bytes, not {entry.Bytes}. {Remedy}");
        }

        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == entry.Sha256
            ? new ModelState(entry.Name, entry.Kind, true, null)
            : new ModelState(entry.Name, entry.Kind, false, $"{entry.File} is not the file of the manifest. {Remedy}");
    }
}

/// <summary>A model that should be there.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Valid">Whether its bytes are those of the manifest.</param>
/// <param name="Remedy">What is wrong and what to do; null if nothing is.</param>
internal sealed record ModelState(string Name, string Kind, bool Valid, string? Remedy);
