using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Whisper.Files;
using VirtualTA.Recognition.Whisper.Vocabulary;

namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>A loaded Whisper model: immutable, shared by any number of utterances.</summary>
public sealed class WhisperModel : IDisposable
{
    private readonly WhisperFile _file;

    private WhisperModel(WhisperFile file, WhisperPrecision precision)
    {
        _file = file;
        var (encoder, decoder) = precision == WhisperPrecision.Fast
            ? (WeightPrecision.Quantized, WeightPrecision.Quantized)
            : (WeightPrecision.Full, WeightPrecision.Half);
        Vocabulary = new WhisperVocabulary(file);
        Encoder = new WhisperEncoder(file, encoder);
        Decoder = new WhisperDecoder(file, decoder);
    }

    /// <summary>Sizes.</summary>
    public WhisperDimensions Dimensions => _file.Dimensions;

    /// <summary>Path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Tokens.</summary>
    public WhisperVocabulary Vocabulary { get; }

    internal WhisperEncoder Encoder { get; }

    internal WhisperDecoder Decoder { get; }

    internal WhisperFile File => _file;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A ggml Whisper file.</param>
    /// <param name="precision">How weights are computed with.</param>
    /// <exception cref="Neural.Formats.ModelFormatException">Missing, cut short, damaged, or not a Whisper model.</exception>
    public static WhisperModel Load(string path, WhisperPrecision precision = WhisperPrecision.Exact)
    {
        var file = WhisperFile.Open(path);
        try
        {
            return new WhisperModel(file, precision);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Encodes samples.</summary>
    /// <param name="samples">16 kHz, −1…1.</param>
    /// <param name="positions">Positions of 20 ms to compute, at most the model's audio context; silence follows the samples.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <returns>[positions, width].</returns>
    public float[] Encode(ReadOnlySpan<float> samples, int positions, Workspace workspace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions, Dimensions.AudioContext);
        var output = new float[positions * Dimensions.AudioState];
        Encoder.Apply(WhisperMel.Compute(samples, positions, _file), positions, output, workspace);
        return output;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
