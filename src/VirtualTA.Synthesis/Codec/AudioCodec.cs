using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>The speech codec VTA-16/50: 16 kHz, 50 frames a second, a residual quantiser of 6 × 1024 codes (3 kbit/s). Immutable; sessions share it.</summary>
public sealed class AudioCodec
{
    // Of encoder and codebooks alone; files from before it existed have the digest of all their data only.
    private const string CodesDigestKey = "codes_sha256";

    private readonly CodecShape _shape;

    private AudioCodec(SafetensorsFile file)
    {
        _shape = CodecShape.Read(file);
        Digest = file.Metadata.GetValueOrDefault(CodesDigestKey) ?? file.Metadata.GetValueOrDefault(SafetensorsFile.DigestKey, "");
        Front = _shape.Spectral ? new SpectralFront(_shape) : new WaveformFront(file, _shape);
        Encoder = new ConvNeXtStack(file, "encoder", Front.Features, _shape.Width, _shape.EncoderInner, _shape.EncoderBlocks, _shape.Kernel);
        Quantiser = new ResidualQuantiser(file, _shape);
        Decoder = new DecoderNetwork(file, _shape);
    }

    /// <summary>Name of the configuration.</summary>
    public string Name => _shape.Name;

    /// <summary>What tells this encoder and these codebooks, and so the meaning of codes, from others, whatever decodes them; empty if the file does not say.</summary>
    public string Digest { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRate => _shape.SampleRate;

    /// <summary>Samples a frame.</summary>
    public int Hop => _shape.Hop;

    /// <summary>Codes a frame.</summary>
    public int Levels => _shape.Levels;

    /// <summary>Entries of each codebook.</summary>
    public int Codes => _shape.Codes;

    /// <summary>Samples beyond a frame's centre that the encoder waits for.</summary>
    public int EncoderLookAhead => _shape.Ahead;

    internal IEncoderFront Front { get; }

    internal ConvNeXtStack Encoder { get; }

    internal ResidualQuantiser Quantiser { get; }

    internal DecoderNetwork Decoder { get; }

    // Hops that go in before the hop that completes frame 0.
    internal int LeadingBlocks => ((EncoderLookAhead + Hop - 1) / Hop) - 1;

    /// <summary>Loads a codec.</summary>
    /// <param name="path">A safetensors file written by the training's export.</param>
    /// <exception cref="ModelFormatException">Missing, damaged, of another kind or version.</exception>
    public static AudioCodec Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return new AudioCodec(file);
    }

    /// <summary>Starts to encode a stream.</summary>
    /// <param name="workspace">Scratch memory and threads; its own if not given.</param>
    public CodecEncoder NewEncoder(Workspace? workspace = null) => new(this, workspace ?? new Workspace());

    /// <summary>Starts to decode a stream.</summary>
    /// <param name="seed">Of the noise in unvoiced sound: the same seed and codes give the same samples.</param>
    /// <param name="workspace">Scratch memory and threads; its own if not given.</param>
    /// <param name="speaker">Vector of the one who speaks, if known and if the decoder was trained to use it: it fills in what codes that a
    /// model made leave open.</param>
    /// <exception cref="ArgumentException">A vector of another length than the decoder was trained with.</exception>
    public CodecDecoder NewDecoder(uint seed = 1, Workspace? workspace = null, ReadOnlySpan<float> speaker = default) => new(this, workspace ?? new Workspace(), seed, speaker);

    /// <summary>Encodes a whole recording.</summary>
    /// <param name="samples">Mono at <see cref="SampleRate"/>.</param>
    /// <returns>[frames, levels], frames = ⌈samples/hop⌉ + 1, or nothing for no samples.</returns>
    public int[] Encode(ReadOnlySpan<float> samples)
    {
        var encoder = NewEncoder();
        var codes = new int[(((samples.Length + Hop - 1) / Hop) + 2) * Levels];
        var frames = encoder.Encode(samples, codes);
        frames += encoder.Flush(codes.AsSpan(frames * Levels));
        return codes[..(frames * Levels)];
    }

    /// <summary>Decodes a whole recording.</summary>
    /// <param name="codes">[frames, levels].</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="speaker">As for <see cref="NewDecoder"/>.</param>
    /// <returns>(frames − 1) · hop samples.</returns>
    public float[] Decode(ReadOnlySpan<int> codes, uint seed = 1, ReadOnlySpan<float> speaker = default)
    {
        var decoder = NewDecoder(seed, speaker: speaker);
        var samples = new float[decoder.SamplesFor(codes.Length / Levels)];
        decoder.Decode(codes, samples);
        return samples;
    }
}
