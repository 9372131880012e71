using System.IO.Compression;
using System.Text;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>Decodes a window with rising temperature until the text is credible; what stays incredible and sounds like silence is silence.</summary>
internal sealed class WindowDecoder(WhisperModel model, WhisperOptions options, Workspace workspace)
{
    private readonly TextSearch _search = new(
        new DecodingRules(model.Vocabulary, options.WithTimestamps), model.Vocabulary.Special.EndOfText, options, workspace);

    /// <summary>Decodes.</summary>
    /// <param name="utterance">Encoded audio.</param>
    /// <param name="prompt">Earlier text or vocabulary.</param>
    /// <param name="language">Language token.</param>
    /// <param name="forced">Text that is already settled and stays.</param>
    /// <param name="temperatures">Tried in turn.</param>
    /// <param name="cancellationToken">Ends the work within one token.</param>
    public WindowText Decode(
        Utterance utterance, IReadOnlyList<int> prompt, int language, IReadOnlyList<int> forced, IReadOnlyList<float> temperatures, CancellationToken cancellationToken)
    {
        var start = utterance.Start(prompt, language, forced, options.WithTimestamps);
        var random = new SeededRandom(options.Seed);
        var text = WindowText.Nothing;
        foreach (var temperature in temperatures)
        {
            text = temperature == 0 && options.BeamSize > 1
                ? _search.Beam(utterance, start.Copy(), forced, cancellationToken)
                : _search.Draw(utterance, start.Copy(), forced, temperature, ref random, cancellationToken);
            var incredible = text.MeanLogProbability < options.LogProbabilityLimit;
            if (incredible && text.NoSpeech > options.NoSpeechLimit)
            {
                return text with { Tokens = [.. forced] };
            }

            if (!incredible && CompressionRatio(model.Vocabulary.Decode(text.Tokens)) <= options.CompressionLimit)
            {
                return text;
            }
        }

        return text;
    }

    /// <summary>Bytes of a text over bytes of its deflated form; high for loops.</summary>
    internal static double CompressionRatio(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0)
        {
            return 1;
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return bytes.Length / (double)packed.Length;
    }
}
