using System.Globalization;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Sizes of a codec, as its file states them.</summary>
internal sealed record CodecShape(
    string Name,
    int SampleRate,
    int Hop,
    bool Spectral,
    int[] Strides,
    int[] Channels,
    int Window,
    int Mels,
    int Lags,
    int Width,
    int EncoderBlocks,
    int EncoderInner,
    int Levels,
    int Codes,
    int CodeWidth,
    int DecoderWidth,
    int DecoderBlocks,
    int DecoderInner,
    int Kernel,
    bool Harmonic,
    int DecoderSpeaker,
    float NoiseYield)
{
    /// <summary>Version of the format that this program reads.</summary>
    public const string Version = "1";

    /// <summary>Frequencies of the decoder's window, which is two hops long.</summary>
    public int Bins => Hop + 1;

    /// <summary>Samples beyond a frame's centre that the encoder needs.</summary>
    public int Ahead => Spectral ? Window / 2 : Hop;

    public static CodecShape Read(SafetensorsFile file)
    {
        file.Expect("kind", "codec");
        file.Expect("version", Version);
        var shape = new CodecShape(
            file.Require("name"),
            file.RequireInt("sample_rate", 8000, 48000),
            file.RequireInt("hop", 16, 2048),
            Choice(file, "front", "spectral", "waveform"),
            Numbers(file, "strides"),
            Numbers(file, "channels"),
            file.RequireInt("window", 64, 8192),
            file.RequireInt("mels", 8, 256),
            file.RequireInt("lags", 8, 512),
            file.RequireInt("width", 8, 2048),
            file.RequireInt("encoder_blocks", 0, 64),
            file.RequireInt("encoder_inner", 8, 8192),
            file.RequireInt("levels", 1, 32),
            file.RequireInt("codes", 2, 32767),
            file.RequireInt("code_width", 1, 1024),
            file.RequireInt("decoder_width", 8, 2048),
            file.RequireInt("decoder_blocks", 0, 64),
            file.RequireInt("decoder_inner", 8, 8192),
            file.RequireInt("kernel", 1, 64),
            Choice(file, "excitation", "harmonic", "none"),
            file.Metadata.ContainsKey("decoder_speaker") ? file.RequireInt("decoder_speaker", 0, 4096) : 0,
            file.Metadata.ContainsKey("noise_yield") ? Strength(file, "noise_yield") : 0);
        if (shape.Window % 2 != 0
            || (!shape.Spectral && (shape.Channels.Length != shape.Strides.Length + 1 || shape.Strides.Aggregate(1, static (product, stride) => product * stride) != shape.Hop)))
        {
            throw new ModelFormatException($"{file.Path}: its strides, channels and hop do not fit each other; fetch the model file again.");
        }

        return shape;
    }

    private static bool Choice(SafetensorsFile file, string key, string yes, string no) => file.Require(key) switch
    {
        var value when value == yes => true,
        var value when value == no => false,
        var value => throw new ModelFormatException($"{file.Path}: {key} is '{value}', but this program knows '{yes}' and '{no}'."),
    };

    private static float Strength(SafetensorsFile file, string key) =>
        float.TryParse(file.Require(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1000
            ? value
            : throw new ModelFormatException($"{file.Path}: '{key}' is '{file.Require(key)}'; a number from 0 to 1000 is possible.");

    private static int[] Numbers(SafetensorsFile file, string key)
    {
        var parts = file.Require(key).Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] is < 1 or > 4096 || parts.Length > 16)
            {
                throw new ModelFormatException($"{file.Path}: '{key}' is '{file.Require(key)}'; up to 16 numbers from 1 to 4096 are possible.");
            }
        }

        return numbers;
    }
}
