using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Presence;
using VirtualTA.Recognition.Whisper.Decoding;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>The audio of one utterance so far and what is settled of its text. Windows longer than the model's context are cut at the quietest place.</summary>
internal sealed class WindowedListener(WhisperModel model, WhisperOptions options, RecognitionContext context)
{
    private const int QuietSamples = 1600;
    private readonly Workspace _workspace = new();
    private readonly LocalAgreement _agreement = new();
    private readonly List<RecognizedWord> _finishedWords = [];
    private readonly int[] _vocabularyPrompt = [.. model.Vocabulary.Encode(CoursePrompt.From(context.CourseText))];
    private string _finishedText = "";
    private int _language = -1;
    private double _confidence = 1;

    /// <summary>Words of the window that later transcripts keep.</summary>
    public IReadOnlyList<string> Settled => _agreement.Settled;

    private int WindowSamples => model.Dimensions.AudioContext * WhisperMel.SamplesPerPosition;

    /// <summary>Decodes the audio so far.</summary>
    /// <param name="samples">Everything since the last call of <see cref="TakeFullWindow"/> consumed some.</param>
    /// <param name="offset">Where these samples start in the utterance.</param>
    /// <param name="isFinal">Whether no more audio comes.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    public Transcript Listen(ReadOnlySpan<float> samples, TimeSpan offset, bool isFinal, CancellationToken cancellationToken)
    {
        var (text, words, confidence) = Decode(samples, offset, isFinal, cancellationToken);
        if (!isFinal)
        {
            _agreement.Take(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        var all = Join(_finishedText, text);
        return new Transcript(all, isFinal, isFinal ? [.. _finishedWords, .. words] : [], all.Length == 0 ? 1 - confidence : Math.Min(_confidence, confidence));
    }

    /// <summary>Settles one window from the beginning of audio that is longer than that.</summary>
    /// <returns>Samples that are finished with; 0 if there is no whole window. The caller drops them before anything else happens.</returns>
    public int TakeFullWindow(ReadOnlySpan<float> samples, TimeSpan offset, CancellationToken cancellationToken)
    {
        if (samples.Length <= WindowSamples)
        {
            return 0;
        }

        var cut = QuietestPlace(samples[..WindowSamples]);
        var (text, words, confidence) = Decode(samples[..cut], offset, true, cancellationToken);
        _finishedText = Join(_finishedText, text);
        _finishedWords.AddRange(words);
        _confidence = Math.Min(_confidence, confidence);
        _agreement.Clear();
        return cut;
    }

    private static string Join(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";

    /// <summary>The middle of the quietest tenth of a second in the last third of a window.</summary>
    private static int QuietestPlace(ReadOnlySpan<float> window)
    {
        var (best, quietest) = (window.Length, double.MaxValue);
        for (var at = window.Length * 2 / 3; at + QuietSamples <= window.Length; at += QuietSamples / 2)
        {
            var level = Audio.Loudness.Level.Rms(window.Slice(at, QuietSamples));
            (best, quietest) = level < quietest ? (at + (QuietSamples / 2), level) : (best, quietest);
        }

        return best;
    }

    private (string Text, List<RecognizedWord> Words, double Confidence) Decode(
        ReadOnlySpan<float> samples, TimeSpan offset, bool isFinal, CancellationToken cancellationToken)
    {
        var settled = string.Join(' ', _agreement.Settled);
        if ((isFinal || settled.Length == 0) && !SpeechPresence.MayHoldSpeech(samples))
        {
            return ("", [], 0);
        }

        var utterance = Utterance.Listen(model, samples, options, _workspace);
        cancellationToken.ThrowIfCancellationRequested();
        _language = model.Vocabulary.IsMultilingual && _language < 0 ? utterance.LanguageToken(context.Language) : _language;
        int[] prompt = [.. _vocabularyPrompt, .. model.Vocabulary.Encode(_finishedText.Length > 0 ? " " + _finishedText : "")];
        int[] forced = [.. model.Vocabulary.Encode(settled.Length > 0 ? " " + settled : "")];
        var decoder = new WindowDecoder(model, options, _workspace);
        var window = decoder.Decode(utterance, prompt, _language, forced, isFinal ? options.Temperatures : [0], cancellationToken);
        var duration = TimeSpan.FromSeconds(samples.Length / (double)WhisperMel.SampleRate);
        var text = HallucinationGuard.Clean(model.Vocabulary.Decode(window.Tokens), window.NoSpeech, duration);
        if (!text.StartsWith(settled, StringComparison.Ordinal))
        {
            text = settled;
        }

        var words = isFinal && text.Length > 0 ? MatchTimes(text, WordAligner.Align(model, utterance, window, _language, offset)) : [];
        return (text, words, Math.Clamp(Math.Exp(window.MeanLogProbability), 0, 1));
    }

    /// <summary>Times of the words that the guard left.</summary>
    private static List<RecognizedWord> MatchTimes(string text, List<RecognizedWord> aligned)
    {
        var kept = new List<RecognizedWord>();
        var at = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = aligned.FindIndex(at, candidate => string.Equals(candidate.Word, word, StringComparison.Ordinal));
            if (match >= 0)
            {
                kept.Add(aligned[match]);
                at = match + 1;
            }
        }

        return kept;
    }
}
