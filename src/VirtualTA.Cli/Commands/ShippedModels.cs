using System.Security.Cryptography;
using VirtualTA.Core.Models;
using VirtualTA.Neural.Formats;
using VirtualTA.Synthesis;

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
        var entries = ShippedManifest.Read(folder);
        return [.. entries.Select(entry => Check(folder, entry)), .. OwnVoices(folder, entries)];
    }

    /// <summary>Voices that no manifest vouches for: made here. Their own checksum tells whether they are intact.</summary>
    private static IEnumerable<ModelState> OwnVoices(string folder, IReadOnlyList<ShippedModel> entries) =>
        SpeechSynthesizers.VoiceFiles(folder).Where(file => entries.All(entry => entry.File != file.Replace(Path.DirectorySeparatorChar, '/'))).Select(file =>
        {
            try
            {
                SafetensorsFile.Open(Path.Combine(folder, file)).Dispose();
                return new ModelState(file, "voice made here, not in the manifest", true, null);
            }
            catch (ModelFormatException damage)
            {
                return new ModelState(file, "voice", false, $"{damage.Message} Remove the voice, or enrol it again: virtualta voices enroll");
            }
        });

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
