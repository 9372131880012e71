using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;
using VirtualTA.Recognition.Phones.Alignment;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Presence;

namespace VirtualTA.Recognition.Phones;

/// <summary>Recognises one utterance: samples in, partial transcripts on the way, the final one at the end. Not thread-safe.</summary>
/// <remarks>Partials hold settled words only: each is the beginning of the next, and all of them of what the search finally finds.</remarks>
public sealed class UtteranceDecoder
{
    private readonly PhoneRecognizerOptions _options;
    private readonly ForcedAligner _aligner;
    private readonly PhoneListener _listener;
    private readonly BeamSearch _search;
    private readonly SpeechPresence _presence = new();
    private readonly List<float> _frames = [];
    private readonly PhoneListener? _scratch;
    private readonly PauseWatch _pause = new();
    private readonly int _partialFrames;
    private Transcript _latest = new(string.Empty, IsFinal: false, [], 0.5);
    private int _nextPartial;
    private int _settled;
    private double _speechFrames;

    internal UtteranceDecoder(PhoneNetwork network, DecodingGraph graph, ForcedAligner aligner, PhoneRecognizerOptions options, DecodingOptions decoding, bool readPauses)
    {
        _scratch = readPauses ? network.Listen() : null;
        (_options, _aligner) = (options, aligner);
        _listener = network.Listen();
        _search = new BeamSearch(graph, decoding, network.LogPrior.Span);
        _partialFrames = Math.Max(1, (int)(options.PartialInterval / PhoneNetwork.FrameDuration));
        _nextPartial = _partialFrames;
    }

    /// <summary>Takes samples of any number.</summary>
    /// <returns>A partial transcript if more words have settled, or in a pause that is to be read.</returns>
    public Transcript? Accept(ReadOnlySpan<short> samples)
    {
        _presence.Accept(samples);
        var isPause = _scratch is not null && _pause.Accept(samples);
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, PhoneListener.MostSamples);
            Take(_listener.Advance(samples[..count]));
            samples = samples[count..];
        }

        var partial = Partial();
        return isPause ? _latest with { AtPause = ReadPause() } : partial;
    }

    private Transcript? Partial()
    {
        if (_search.FrameCount < _nextPartial)
        {
            return null;
        }

        _nextPartial = _search.FrameCount + _partialFrames;
        var words = HeardSpeech ? _search.Settled() : [];
        if (words.Count <= _settled)
        {
            return null;
        }

        _settled = words.Count;
        var recognized = words.Select(static word => new RecognizedWord(
            word.Word, word.FirstFrame * PhoneNetwork.FrameDuration, word.EndFrame * PhoneNetwork.FrameDuration, 0.5)).ToArray();
        return _latest = new Transcript(string.Join(' ', words.Select(static word => word.Word)), IsFinal: false, recognized, 0.5);
    }

    /// <summary>What the words would be if this were the end: the look-ahead of the network is not waited for.</summary>
    private PauseReading ReadPause()
    {
        var end = _search.PeekBest(_listener.PeekEnd(_scratch!).Ctc);
        return HeardSpeech
            ? new PauseReading(string.Join(' ', end.Words.Select(static word => word.Word)), end.LogEnd, end.Margin, _pause.Received)
            : new PauseReading(string.Empty, 0, 0, _pause.Received);
    }

    /// <summary>Ends the utterance.</summary>
    public Transcript Finish()
    {
        Take(_listener.Finish());
        var words = HeardSpeech ? _search.Best() : [];
        if (words.Count == 0)
        {
            return new Transcript(string.Empty, IsFinal: true, [], 1);
        }

        var aligned = _aligner.TryAlign(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames), [.. words.Select(static word => word.Word)]);
        if (aligned is null || aligned.Score < _options.LeastScore)
        {
            return new Transcript(string.Empty, IsFinal: true, [], 1);
        }

        var kept = aligned.Words.Where(word => word.Score >= _options.LeastWordScore)
            .Select(static word => new RecognizedWord(word.Word, word.Start, word.End, Confidence(word.Score))).ToArray();
        return new Transcript(
            string.Join(' ', kept.Select(static word => word.Word)), IsFinal: true, kept, kept.Length == 0 ? 1 : kept.Average(static word => word.Confidence));
    }

    private bool HeardSpeech => _speechFrames * PhoneNetwork.FrameDuration >= _options.LeastSpeech && _presence.MayHoldSpeech();

    private static double Confidence(double score) => Math.Clamp(Math.Exp(score), 0, 1);

    private void Take(PhoneFrames frames)
    {
        _search.Advance(frames.Ctc);
        _frames.AddRange(frames.Frame);
        for (var frame = 0; frame < frames.Count; frame++)
        {
            _speechFrames += 1 - Math.Exp(frames.Frame[frame * PhoneClasses.Count]);
        }
    }
}
