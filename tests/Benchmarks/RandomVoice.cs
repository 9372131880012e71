using System.Runtime.InteropServices;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Benchmarks;

/// <summary>Weights of the shipped sizes with random values: speed does not depend on what was learnt.</summary>
internal static class RandomVoice
{
    private const int Width = 512;

    /// <summary>Writes both models into a folder and returns their paths.</summary>
    public static (string Autoregressive, string Refinement) Write(string folder)
    {
        string first = Path.Combine(folder, "autoregressive.safetensors");
        string second = Path.Combine(folder, "refinement.safetensors");
        Random random = new(1);
        string[] symbols = ["<none>", "_", .. PhoneSet.Names.Skip(PhoneSet.Comma)];

        SafetensorsWriter writer = Header("autoregressive", symbols, 8, 2048).Metadata("languages", "8");
        Table(writer, random, "codes.0", 1025);
        Table(writer, random, "codes.1", 1025);
        foreach (string name in new[] { "symbols", "pointed", "following.0", "following.1" })
        {
            Table(writer, random, name, symbols.Length);
        }

        Table(writer, random, "kind", 2);
        Table(writer, random, "language", 8);
        Floats(writer, random, "start", [Width]);
        Floats(writer, random, "speaker.weight", [Width, 256]);
        Floats(writer, random, "speaker.bias", [Width]);
        Floats(writer, random, "advance.weight", [3, Width]);
        Floats(writer, random, "advance.bias", [3]);
        Floats(writer, random, "norm.weight", [Width]);
        Blocks(writer, random, 8, 2048, passes: 0);
        writer.Save(first);

        writer = Header("refinement", symbols, 6, 1536).Metadata("levels", "6");
        for (int level = 0; level < 6; level++)
        {
            Table(writer, random, $"codes.{level}", 1024);
        }

        Table(writer, random, "symbols", symbols.Length);
        Floats(writer, random, "speaker.weight", [Width, 256]);
        Floats(writer, random, "speaker.bias", [Width]);
        Floats(writer, random, "norm.weight", [Width]);
        Blocks(writer, random, 6, 1536, passes: 2);
        writer.Save(second);
        return (first, second);
    }

    private static SafetensorsWriter Header(string kind, string[] symbols, int layers, int inner) => new SafetensorsWriter()
        .Metadata("kind", kind).Metadata("symbols", string.Join(' ', symbols)).Metadata("width", $"{Width}").Metadata("layers", $"{layers}")
        .Metadata("heads", "8").Metadata("inner", $"{inner}").Metadata("codes", "1024").Metadata("speaker", "256");

    private static void Blocks(SafetensorsWriter writer, Random random, int layers, int inner, int passes)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            string name = $"blocks.{layer}";
            Integers(writer, random, $"{name}.query_key_value", 3 * Width, Width);
            Integers(writer, random, $"{name}.project", Width, Width);
            Integers(writer, random, $"{name}.expand", inner, Width);
            Integers(writer, random, $"{name}.contract", Width, inner);
            Floats(writer, random, $"{name}.attention_norm.weight", [Width]);
            Floats(writer, random, $"{name}.feed_norm.weight", [Width]);
            if (passes > 0)
            {
                Floats(writer, random, $"{name}.scales.weight", [passes, 4 * Width]);
            }
        }
    }

    private static void Table(SafetensorsWriter writer, Random random, string name, int rows) => Floats(writer, random, name + ".weight", [rows, Width]);

    private static void Floats(SafetensorsWriter writer, Random random, string name, int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (left, right) => left * right)];
        foreach (ref float value in values.AsSpan())
        {
            value = (random.NextSingle() - 0.5f) * 0.1f;
        }

        writer.Add<float>(name, TensorType.F32, shape, values);
    }

    private static void Integers(SafetensorsWriter writer, Random random, string name, int outputs, int inputs)
    {
        sbyte[] values = new sbyte[outputs * inputs];
        random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        foreach (ref sbyte value in values.AsSpan())
        {
            value = Math.Max(value, (sbyte)-127);
        }

        float[] scales = new float[outputs];
        Array.Fill(scales, 0.0005f);
        writer.Add<sbyte>(name + ".weight", TensorType.I8, [outputs, inputs], values);
        writer.Add<float>(name + ".weight_scale", TensorType.F32, [outputs], scales);
    }
}
