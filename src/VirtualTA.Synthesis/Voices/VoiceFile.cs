using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Keeps voices on disk: the prompt, and the keys and values computed from it in half precision (5–6 MB for 3 s), which are mapped when read.</summary>
/// <remarks>
/// If the weights have changed since, or the file is of an earlier version, the voice is computed again from its prompt. Version 3
/// holds keys and values without text too; it lays keys and values first, where vectors find them aligned.
/// </remarks>
internal static class VoiceFile
{
    private const string Kind = "voice";
    private const string Weights = "weights";
    private const string Codec = "codec";
    private const string Version = "version";
    private const int NewestVersion = 3;

    /// <summary>Writes a voice; an existing file is replaced whole or not at all, and whoever has mapped it keeps it.</summary>
    public static void Save(string path, Voice voice, AutoregressiveModel model, RefinementModel refinement)
    {
        VoicePrompt prompt = voice.Prompt;
        SafetensorsWriter writer = new SafetensorsWriter()
            .Metadata("kind", Kind)
            .Metadata(Version, $"{NewestVersion}")
            .Metadata("name", prompt.Name)
            .Metadata(Weights, WeightsOf(model, refinement))
            .Metadata(Codec, prompt.Codec);
        int number = 0;
        foreach (HalfKvCache cache in voice.Caches)
        {
            writer.Add<ushort>($"keys.{number}", TensorType.F16, [cache.Layers, cache.Length, cache.Width], AllLayers(cache, cache.Keys));
            writer.Add<ushort>($"values.{number}", TensorType.F16, [cache.Layers, cache.Length, cache.Width], AllLayers(cache, cache.Values));
            number++;
        }

        writer
            .Add<int>("codes", TensorType.I32, [prompt.Codes.Length], prompt.Codes)
            .Add<int>("symbols", TensorType.I32, [prompt.Symbols.Length], [.. prompt.Symbols.Select(symbol => (int)symbol)])
            .Add<int>("places", TensorType.I32, [prompt.Places.Length], prompt.Places)
            .Add<float>("speaker", TensorType.F32, [prompt.Speaker.Length], prompt.Speaker);
        string temporary = path + ".new";
        writer.Save(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Maps a voice; computes it again if it was made with other weights.</summary>
    /// <exception cref="ModelFormatException">The file is no voice, is damaged or of a later version.</exception>
    /// <exception cref="InvalidDataException">Its prompt does not fit the models.</exception>
    public static Voice Load(string path, AutoregressiveModel model, RefinementModel refinement, Workspace workspace)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        bool isKept = false;
        try
        {
            file.Expect("kind", Kind);
            CheckVersion(file);
            VoicePrompt prompt = new(
                file.Require("name"), file.Integers("codes", -1), [.. file.Integers("symbols", -1).Select(symbol => (byte)Math.Clamp(symbol, 0, 255))],
                file.Integers("places", -1), file.Floats("speaker", -1))
            {
                Codec = file.Metadata.GetValueOrDefault(Codec, ""),
            };
            Voice voice = file.Require(Weights) != WeightsOf(model, refinement) || file.Metadata.GetValueOrDefault(Version) != $"{NewestVersion}"
                ? Voice.Build(prompt, model, refinement, workspace)
                : Voice.Map(prompt, model, refinement, file, workspace);
            isKept = voice.IsMapped;
            return voice;
        }
        finally
        {
            if (!isKept)
            {
                file.Dispose();
            }
        }
    }

    private static void CheckVersion(SafetensorsFile file)
    {
        if (file.Metadata.TryGetValue(Version, out string? version) && !(int.TryParse(version, out int number) && number is > 0 and <= NewestVersion))
        {
            throw new ModelFormatException(
                $"{file.Path}: the voice file has version '{version}', but this program reads versions up to {NewestVersion}. Update the program, or enrol the voice again: virtualta voices enroll.");
        }
    }

    private static string WeightsOf(AutoregressiveModel model, RefinementModel refinement) => $"{model.Digest}+{refinement.Digest}";

    private delegate ReadOnlySpan<ushort> Rows(int layer);

    private static ushort[] AllLayers(HalfKvCache cache, Rows rows)
    {
        ushort[] all = new ushort[cache.Layers * cache.Length * cache.Width];
        for (int layer = 0; layer < cache.Layers; layer++)
        {
            rows(layer).CopyTo(all.AsSpan(layer * cache.Length * cache.Width));
        }

        return all;
    }
}
