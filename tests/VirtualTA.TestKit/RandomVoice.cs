using System.Runtime.InteropServices;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Formats;

namespace VirtualTA.TestKit;

/// <summary>Sizes of the voice's two models.</summary>
public sealed record VoiceSizes(int Width, int Heads, int Layers, int Inner, int RefinementLayers, int RefinementInner)
{
    /// <summary>Those of the specification: 27 and 19 million weights.</summary>
    public static VoiceSizes Full { get; } = new(512, 8, 8, 2048, 6, 1536);

    /// <summary>Those of the first voice trained on a processor.</summary>
    public static VoiceSizes Small { get; } = new(384, 6, 6, 1536, 4, 1152);

    /// <summary>As small as will run, for tests.</summary>
    public static VoiceSizes Tiny { get; } = new(32, 4, 2, 48, 2, 48);
}

/// <summary>The voice's models with random values, to be used with the shipped codec: speed does not depend on what was learnt.</summary>
public static class RandomVoice
{
    /// <summary>Writes both models into a folder and returns their paths.</summary>
    public static (string Autoregressive, string Refinement) Write(string folder, VoiceSizes sizes)
    {
        string first = Path.Combine(folder, "autoregressive.safetensors");
        string second = Path.Combine(folder, "refinement.safetensors");
        new Writer("autoregressive", sizes, sizes.Layers, sizes.Inner).Autoregressive().Save(first);
        new Writer("refinement", sizes, sizes.RefinementLayers, sizes.RefinementInner).Refinement().Save(second);
        return (first, second);
    }

    /// <summary>Writes a models folder: everything that <paramref name="shipped"/> has, by links, and a random voice.</summary>
    /// <param name="folder">Made if need be.</param>
    /// <param name="shipped">The repository's models.</param>
    /// <param name="sizes">How large.</param>
    /// <param name="stage">What the manifest says of the voice, such as experimental; null for nothing.</param>
    public static void WriteModels(string folder, string shipped, VoiceSizes sizes, string? stage)
    {
        Directory.CreateDirectory(Path.Combine(folder, "voice"));
        foreach (string part in new[] { "pronunciation", "codec", "speaker", "recogniser" })
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, part), Path.Combine(shipped, part));
        }

        (string autoregressive, _) = Write(Path.Combine(folder, "voice"), sizes);
        string mark = stage is null ? "" : $", \"stage\": \"{stage}\"";
        File.WriteAllText(
            Path.Combine(folder, "manifest.json"),
            $$"""{"models": [{"name": "voice", "kind": "voice", "file": "voice/autoregressive.safetensors", "bytes": {{new FileInfo(autoregressive).Length}}, "sha256": ""{{mark}}}]}""");
    }

    private sealed class Writer(string kind, VoiceSizes sizes, int layers, int inner)
    {
        private static readonly string[] Symbols = ["<none>", "_", .. PhoneSet.Names.Skip(PhoneSet.Comma)];

        private readonly Random _random = new(1);
        private readonly SafetensorsWriter _file = new SafetensorsWriter()
            .Metadata("kind", kind).Metadata("symbols", string.Join(' ', Symbols)).Metadata("width", $"{sizes.Width}").Metadata("layers", $"{layers}")
            .Metadata("heads", $"{sizes.Heads}").Metadata("inner", $"{inner}").Metadata("codes", "1024").Metadata("speaker", "256");

        public SafetensorsWriter Autoregressive()
        {
            _file.Metadata("languages", "8");
            foreach (string name in new[] { "codes.0", "codes.1" })
            {
                Table(name, 1025);
            }

            foreach (string name in new[] { "symbols", "pointed", "following.0", "following.1" })
            {
                Table(name, Symbols.Length);
            }

            Table("kind", 2);
            Table("language", 8);
            Floats("start", [sizes.Width]);
            Floats("advance.weight", [3, sizes.Width]);
            Floats("advance.bias", [3]);
            Common(passes: 0);
            return _file;
        }

        public SafetensorsWriter Refinement()
        {
            _file.Metadata("levels", "6");
            for (int level = 0; level < 6; level++)
            {
                Table($"codes.{level}", 1024);
            }

            Table("symbols", Symbols.Length);
            Common(passes: 2);
            return _file;
        }

        private void Common(int passes)
        {
            Floats("speaker.weight", [sizes.Width, 256]);
            Floats("speaker.bias", [sizes.Width]);
            Floats("norm.weight", [sizes.Width]);
            for (int layer = 0; layer < layers; layer++)
            {
                string name = $"blocks.{layer}";
                Integers($"{name}.query_key_value", 3 * sizes.Width, sizes.Width);
                Integers($"{name}.project", sizes.Width, sizes.Width);
                Integers($"{name}.expand", inner, sizes.Width);
                Integers($"{name}.contract", sizes.Width, inner);
                Floats($"{name}.attention_norm.weight", [sizes.Width]);
                Floats($"{name}.feed_norm.weight", [sizes.Width]);
                if (passes > 0)
                {
                    Floats($"{name}.scales.weight", [passes, 4 * sizes.Width]);
                }
            }
        }

        private void Table(string name, int rows) => Floats(name + ".weight", [rows, sizes.Width]);

        private void Floats(string name, int[] shape)
        {
            float[] values = new float[shape.Aggregate(1, static (left, right) => left * right)];
            foreach (ref float value in values.AsSpan())
            {
                value = (_random.NextSingle() - 0.5f) * 0.1f;
            }

            _file.Add<float>(name, TensorType.F32, shape, values);
        }

        private void Integers(string name, int outputs, int inputs)
        {
            sbyte[] values = new sbyte[outputs * inputs];
            _random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            foreach (ref sbyte value in values.AsSpan())
            {
                value = Math.Max(value, (sbyte)-127);
            }

            float[] scales = new float[outputs];
            Array.Fill(scales, 0.0005f);
            _file.Add<sbyte>(name + ".weight", TensorType.I8, [outputs, inputs], values);
            _file.Add<float>(name + ".weight_scale", TensorType.F32, [outputs], scales);
        }
    }
}
