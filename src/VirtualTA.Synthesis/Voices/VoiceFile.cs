using System.Runtime.InteropServices;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Keeps voices on disk: the prompt, and the keys and values computed from it in half precision (5–6 MB for 3 s).</summary>
/// <remarks>If the weights have changed since, the voice is computed again from its prompt.</remarks>
internal static class VoiceFile
{
    private const string Kind = "voice";
    private const string Weights = "weights";
    private const string Codec = "codec";

    /// <summary>Writes a voice; an existing file is replaced whole or not at all.</summary>
    public static void Save(string path, Voice voice, AutoregressiveModel model, RefinementModel refinement)
    {
        VoicePrompt prompt = voice.Prompt;
        SafetensorsWriter writer = new SafetensorsWriter()
            .Metadata("kind", Kind)
            .Metadata("name", prompt.Name)
            .Metadata(Weights, WeightsOf(model, refinement))
            .Metadata(Codec, prompt.Codec)
            .Add<int>("codes", TensorType.I32, [prompt.Codes.Length], prompt.Codes)
            .Add<int>("symbols", TensorType.I32, [prompt.Symbols.Length], [.. prompt.Symbols.Select(symbol => (int)symbol)])
            .Add<int>("places", TensorType.I32, [prompt.Places.Length], prompt.Places)
            .Add<float>("speaker", TensorType.F32, [prompt.Speaker.Length], prompt.Speaker);
        int number = 0;
        foreach (KvCache cache in voice.AllCaches())
        {
            writer.Add<Half>($"keys.{number}", TensorType.F16, [cache.Layers, cache.Length, cache.Width], Halves(cache, cache.Keys));
            writer.Add<Half>($"values.{number}", TensorType.F16, [cache.Layers, cache.Length, cache.Width], Halves(cache, cache.Values));
            number++;
        }

        string temporary = path + ".new";
        writer.Save(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a voice; computes it again if it was made with other weights.</summary>
    /// <exception cref="ModelFormatException">The file is no voice or is damaged.</exception>
    /// <exception cref="InvalidDataException">Its prompt does not fit the models.</exception>
    public static Voice Load(string path, AutoregressiveModel model, RefinementModel refinement, Workspace workspace)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        file.Expect("kind", Kind);
        VoicePrompt prompt = new(
            file.Require("name"), file.Integers("codes", -1), [.. file.Integers("symbols", -1).Select(symbol => (byte)Math.Clamp(symbol, 0, 255))],
            file.Integers("places", -1), file.Floats("speaker", -1))
        {
            Codec = file.Metadata.GetValueOrDefault(Codec, ""),
        };
        return file.Require(Weights) != WeightsOf(model, refinement)
            ? Voice.Build(prompt, model, refinement, workspace)
            : Voice.Restore(prompt, model, refinement, voice => Fill(file, voice), workspace);
    }

    private static string WeightsOf(AutoregressiveModel model, RefinementModel refinement) => $"{model.Digest}+{refinement.Digest}";

    private static void Fill(SafetensorsFile file, Voice voice)
    {
        int number = 0;
        foreach (KvCache cache in voice.AllCaches())
        {
            ReadOnlySpan<ushort> keys = Rows16(file, $"keys.{number}", cache);
            ReadOnlySpan<ushort> values = Rows16(file, $"values.{number}", cache);
            int size = cache.Capacity * cache.Width;
            for (int layer = 0; layer < cache.Layers; layer++)
            {
                HalfPrecision.Widen(keys.Slice(layer * size, size), cache.Keys(layer, cache.Capacity));
                HalfPrecision.Widen(values.Slice(layer * size, size), cache.Values(layer, cache.Capacity));
            }

            cache.Advance(cache.Capacity);
            number++;
        }
    }

    private static ReadOnlySpan<ushort> Rows16(SafetensorsFile file, string name, KvCache cache)
    {
        ReadOnlySpan<byte> bytes = file.Bytes(name);
        return file.Info(name).Type == TensorType.F16 && bytes.Length == sizeof(ushort) * cache.Layers * cache.Capacity * cache.Width
            ? MemoryMarshal.Cast<byte, ushort>(bytes)
            : throw new ModelFormatException($"{file.Path}: {name} has another shape or type than the models need. Enrol the voice again.");
    }

    private delegate Span<float> Rows(int layer, int positions);

    private static Half[] Halves(KvCache cache, Rows rows)
    {
        int size = cache.Length * cache.Width;
        Half[] halves = new Half[cache.Layers * size];
        for (int layer = 0; layer < cache.Layers; layer++)
        {
            ReadOnlySpan<float> values = rows(layer, cache.Length);
            for (int index = 0; index < size; index++)
            {
                halves[(layer * size) + index] = (Half)values[index];
            }
        }

        return halves;
    }
}
