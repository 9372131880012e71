using System.Text;
using VirtualTA.Audio.Spectrum;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Recognition.Tests.Whisper;

/// <summary>Writes tiny Whisper files whose weights are hashes of names: the C# twin of models/training/virtualta_training/whisper/seeded.py.</summary>
internal sealed record SeededModel(int Vocabulary, GgmlType Type, int Mels = 80, int AudioContext = 1500)
{
    private const int Width = 32;
    private const int Heads = 2;
    private const int Layers = 2;
    private const int TextContext = 448;
    private const int Block = 32;

    public static float[] Audio(double seconds)
    {
        var noise = Uniform("noise", (int)(seconds * 16000));
        var samples = new float[noise.Length];
        for (var n = 0; n < samples.Length; n++)
        {
            var sum = 0.0;
            foreach (var (hz, rate) in new[] { (220, 1.5), (730, 2.5), (2400, 0.7) })
            {
                sum += 0.2 * Math.Sin(2 * Math.PI * hz * n / 16000) * Math.Sin(2 * Math.PI * n / 16000 * rate);
            }

            samples[n] = (float)(sum + (0.01 * noise[n]));
        }

        return samples;
    }

    public void Write(string path)
    {
        using var stream = new BufferedStream(File.Create(path), 1 << 20);
        Write(stream);
    }

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(0x67676D6Cu);
        foreach (var value in new[] { Vocabulary, AudioContext, Width, Heads, Layers, TextContext, Width, Heads, Layers, Mels, (int)Type })
        {
            writer.Write(value);
        }

        writer.Write(Mels);
        writer.Write(201);
        foreach (var weight in MelFilterBank.Create(new LogMelOptions { MelCount = Mels }))
        {
            writer.Write(weight);
        }

        WriteTokens(writer);
        foreach (var (name, shape) in Shapes())
        {
            WriteTensor(writer, name, shape);
        }
    }

    /// <summary>Single bytes, then letters and words of letters behind a space: enough for text to survive.</summary>
    private void WriteTokens(BinaryWriter writer)
    {
        var count = Vocabulary >= 51865 ? 50257 : 50256;
        writer.Write(count);
        for (var i = 0; i < count; i++)
        {
            var bytes = i < 256 ? [(byte)i] : Encoding.ASCII.GetBytes(Word(i - 256));
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    private static string Word(int number)
    {
        var text = new StringBuilder();
        for (var rest = number; rest >= 0; rest = (rest / 26) - 1)
        {
            text.Insert(0, (char)('a' + (rest % 26)));
        }

        return text.Insert(0, ' ').ToString();
    }

    private void WriteTensor(BinaryWriter writer, string name, int[] shape)
    {
        var isVector = shape.Length == 1 || name.Contains("positional", StringComparison.Ordinal);
        var type = isVector ? GgmlType.F32
            : shape.Length == 2 ? Type
            : Type == GgmlType.F32 ? GgmlType.F32 : GgmlType.F16;
        writer.Write(shape.Length);
        writer.Write(Encoding.UTF8.GetByteCount(name));
        writer.Write((int)type);
        foreach (var length in shape.Reverse())
        {
            writer.Write(length);
        }

        writer.Write(Encoding.UTF8.GetBytes(name));
        var count = shape.Aggregate(1, static (a, b) => a * b);
        if (type is not (GgmlType.F32 or GgmlType.F16))
        {
            WriteBlocks(writer, name, count, type);
            return;
        }

        var isNormGain = name.EndsWith("weight", StringComparison.Ordinal) && (name.Contains(".ln", StringComparison.Ordinal) || name.Contains("_ln", StringComparison.Ordinal));
        var scale = isVector ? 0.3 : (name.Contains("token_embedding", StringComparison.Ordinal) ? 1.0 : 2.0) / Math.Sqrt(count / shape[0]);
        foreach (var value in Uniform(name, count))
        {
            var weight = (float)((value * scale) + (isNormGain && isVector ? 1.0 : 0.0));
            if (type == GgmlType.F32)
            {
                writer.Write(weight);
            }
            else
            {
                writer.Write((Half)weight);
            }
        }
    }

    private static void WriteBlocks(BinaryWriter writer, string name, int count, GgmlType type)
    {
        var blocks = count / Block;
        var scales = Uniform(name + "/scale", blocks);
        var minima = Uniform(name + "/minimum", blocks);
        var bytes = Hashes(name + "/bytes", count);
        var fifth = Hashes(name + "/fifth", blocks);
        for (var block = 0; block < blocks; block++)
        {
            writer.Write((Half)((scales[block] + 2) * (type == GgmlType.Q80 ? 0.002 : 0.03)));
            if (type is GgmlType.Q41 or GgmlType.Q51)
            {
                writer.Write((Half)((minima[block] * 0.3) - 0.3));
            }

            if (type is GgmlType.Q50 or GgmlType.Q51)
            {
                writer.Write(fifth[block]);
            }

            for (var i = 0; i < (type == GgmlType.Q80 ? Block : Block / 2); i++)
            {
                writer.Write((byte)bytes[(block * Block) + i]);
            }
        }
    }

    private IEnumerable<(string Name, int[] Shape)> Shapes()
    {
        yield return ("encoder.positional_embedding", [AudioContext, Width]);
        yield return ("encoder.conv1.weight", [Width, Mels, 3]);
        yield return ("encoder.conv1.bias", [Width]);
        yield return ("encoder.conv2.weight", [Width, Width, 3]);
        yield return ("encoder.conv2.bias", [Width]);
        yield return ("encoder.ln_post.weight", [Width]);
        yield return ("encoder.ln_post.bias", [Width]);
        yield return ("decoder.token_embedding.weight", [Vocabulary, Width]);
        yield return ("decoder.positional_embedding", [TextContext, Width]);
        yield return ("decoder.ln.weight", [Width]);
        yield return ("decoder.ln.bias", [Width]);
        foreach (var side in new[] { "encoder", "decoder" })
        {
            string[] attentions = side == "encoder" ? ["attn"] : ["attn", "cross_attn"];
            for (var layer = 0; layer < Layers; layer++)
            {
                foreach (var part in BlockShapes($"{side}.blocks.{layer}", attentions))
                {
                    yield return part;
                }
            }
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> BlockShapes(string block, string[] attentions)
    {
        foreach (var attention in attentions)
        {
            foreach (var part in new[] { "query", "key", "value", "out" })
            {
                yield return ($"{block}.{attention}.{part}.weight", [Width, Width]);
                if (part != "key")
                {
                    yield return ($"{block}.{attention}.{part}.bias", [Width]);
                }
            }
        }

        foreach (var norm in attentions.Select(static attention => attention + "_ln").Append("mlp_ln"))
        {
            yield return ($"{block}.{norm}.weight", [Width]);
            yield return ($"{block}.{norm}.bias", [Width]);
        }

        yield return ($"{block}.mlp.0.weight", [4 * Width, Width]);
        yield return ($"{block}.mlp.0.bias", [4 * Width]);
        yield return ($"{block}.mlp.2.weight", [Width, 4 * Width]);
        yield return ($"{block}.mlp.2.bias", [Width]);
    }

    private static double[] Uniform(string name, int count) => Array.ConvertAll(Hashes(name, count), static hash => (hash / 2147483648.0) - 1);

    private static uint[] Hashes(string name, int count)
    {
        var start = 2166136261u;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            start = (start ^ letter) * 16777619;
        }

        var hashes = new uint[count];
        for (var i = 0u; i < count; i++)
        {
            var x = (i * 0x9E3779B9) + start;
            x ^= x >> 16;
            x *= 0x7FEB352D;
            x ^= x >> 15;
            x *= 0x846CA68B;
            hashes[i] = x ^ (x >> 16);
        }

        return hashes;
    }
}
