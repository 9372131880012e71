using System.Text;
using VirtualTA.Audio.Spectrum;

namespace VirtualTA.Benchmarks.Whisper;

/// <summary>Writes Whisper files of the official shapes with random half-precision weights: right for speed, useless for words.</summary>
public static class RandomWhisper
{
    private const int Vocabulary = 51864;
    private const int Mels = 80;
    private const int AudioContext = 1500;
    private const int TextContext = 448;

    public static void Write(string path, string size)
    {
        var (width, heads, layers) = size switch
        {
            "tiny" => (384, 6, 4),
            "base" => (512, 8, 6),
            "small" => (768, 12, 12),
            _ => throw new ArgumentOutOfRangeException(nameof(size), size, "tiny, base or small"),
        };
        using var stream = new BufferedStream(File.Create(path), 1 << 20);
        using var writer = new BinaryWriter(stream);
        writer.Write(0x67676D6Cu);
        foreach (var value in new[] { Vocabulary, AudioContext, width, heads, layers, TextContext, width, heads, layers, Mels, 1, Mels, 201 })
        {
            writer.Write(value);
        }

        foreach (var weight in MelFilterBank.Create(new LogMelOptions()))
        {
            writer.Write(weight);
        }

        writer.Write(50256);
        for (var i = 0; i < 50256; i++)
        {
            var token = i < 256 ? [(byte)i] : Encoding.ASCII.GetBytes($" w{i}");
            writer.Write(token.Length);
            writer.Write(token);
        }

        Tensors(writer, width, layers);
    }

    private static void Tensors(BinaryWriter writer, int width, int layers)
    {
        var random = new Random(1);
        void Full(string name, params int[] shape) => Tensor(writer, random, name, isHalf: false, shape);
        void Half(string name, params int[] shape) => Tensor(writer, random, name, isHalf: true, shape);
        Full("encoder.positional_embedding", AudioContext, width);
        Half("encoder.conv1.weight", width, Mels, 3);
        Full("encoder.conv1.bias", width, 1);
        Half("encoder.conv2.weight", width, width, 3);
        Full("encoder.conv2.bias", width, 1);
        Full("encoder.ln_post.weight", width);
        Full("encoder.ln_post.bias", width);
        Full("decoder.positional_embedding", TextContext, width);
        Half("decoder.token_embedding.weight", Vocabulary, width);
        Full("decoder.ln.weight", width);
        Full("decoder.ln.bias", width);
        foreach (var side in new[] { "encoder", "decoder" })
        {
            for (var layer = 0; layer < layers; layer++)
            {
                var block = $"{side}.blocks.{layer}";
                foreach (var attention in side == "encoder" ? new[] { "attn" } : ["attn", "cross_attn"])
                {
                    foreach (var part in new[] { "query", "key", "value", "out" })
                    {
                        Half($"{block}.{attention}.{part}.weight", width, width);
                        if (part != "key")
                        {
                            Full($"{block}.{attention}.{part}.bias", width);
                        }
                    }

                    Full($"{block}.{attention}_ln.weight", width);
                    Full($"{block}.{attention}_ln.bias", width);
                }

                Full($"{block}.mlp_ln.weight", width);
                Full($"{block}.mlp_ln.bias", width);
                Half($"{block}.mlp.0.weight", 4 * width, width);
                Full($"{block}.mlp.0.bias", 4 * width);
                Half($"{block}.mlp.2.weight", width, 4 * width);
                Full($"{block}.mlp.2.bias", width);
            }
        }
    }

    private static void Tensor(BinaryWriter writer, Random random, string name, bool isHalf, int[] shape)
    {
        writer.Write(shape.Length);
        writer.Write(name.Length);
        writer.Write(isHalf ? 1 : 0);
        foreach (var length in shape.Reverse())
        {
            writer.Write(length);
        }

        writer.Write(Encoding.ASCII.GetBytes(name));
        var count = shape.Aggregate(1, static (a, b) => a * b);
        for (var i = 0; i < count; i++)
        {
            var value = (random.NextSingle() - 0.5f) * 0.08f;
            if (isHalf)
            {
                writer.Write((Half)value);
            }
            else
            {
                writer.Write(name.Contains("ln", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : value);
            }
        }
    }
}
