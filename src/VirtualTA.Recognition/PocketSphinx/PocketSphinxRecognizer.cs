using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Presence;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Recognises speech with Debian's PocketSphinx, one child process an utterance.</summary>
internal sealed class PocketSphinxRecognizer(string program, GeneralLanguage general, PocketSphinxOptions options) : ISpeechRecognizer
{
    private static readonly Transcript Nothing = new("", IsFinal: true, [], Confidence: 0);

    private readonly CourseLanguageCache _courses = new(general);

    public string Name => "pocketsphinx";

    public async IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(speech);
        ArgumentNullException.ThrowIfNull(context);

        var language = await _courses.FilesForAsync(context, cancellationToken);
        using var process = new PocketSphinxProcess(program, general.AcousticModel, language);
        var utterance = new Utterance(process, options);
        var shown = "";

        await foreach (var frame in speech.WithCancellation(cancellationToken))
        {
            utterance.Add(frame.Samples.Span);
            if (utterance.TakePartial(cancellationToken) is { } partial && partial.Text.Length > 0 && partial.Text != shown)
            {
                shown = partial.Text;
                yield return partial;
            }
        }

        yield return await utterance.CompleteAsync(cancellationToken) ?? Nothing;
    }

    /// <summary>The recording of one utterance on its way into the child process.</summary>
    private sealed class Utterance(PocketSphinxProcess process, PocketSphinxOptions options)
    {
        private readonly SpeechPresence _presence = new(); // the program finds words in silence and in music
        private readonly List<short> _waiting = []; // what arrived while the process was busy
        private Task<string>? _decoding;
        private long _samples;
        private long _decoded;
        private long _considered;

        public void Add(ReadOnlySpan<short> samples)
        {
            _samples += samples.Length;
            if (_samples > options.MaximumSpeech.TotalSeconds * AudioFrame.SampleRate)
            {
                throw new UserInputException(
                    NoticeCodes.AudioTooLong,
                    $"The recording is longer than {options.MaximumSpeech.TotalMinutes:0.#} minutes. Cut it into shorter ones.");
            }

            _presence.Accept(samples);
            _waiting.AddRange(samples);
        }

        /// <summary>The result of a decoding that has ended, if one has; begins another once enough has been said.</summary>
        public Transcript? TakePartial(CancellationToken cancellationToken)
        {
            Transcript? partial = null;
            if (_decoding is { IsCompletedSuccessfully: true })
            {
                partial = Hypothesis.Parse(_decoding.Result, isFinal: false);
                _decoding = null;
            }

            if (_decoding is null && _samples - _considered >= options.PartialInterval.TotalSeconds * AudioFrame.SampleRate)
            {
                _considered = _samples;
                if (_presence.MayHoldSpeech())
                {
                    _decoded = _samples;
                    WriteWaiting();
                    _decoding = process.DecodeAsync(cancellationToken);
                }
            }

            return partial;
        }

        /// <summary>Decodes the whole utterance; null if nothing was to be heard in it.</summary>
        public async Task<Transcript?> CompleteAsync(CancellationToken cancellationToken)
        {
            if (!_presence.MayHoldSpeech())
            {
                return null;
            }

            var line = _decoding is null ? null : await _decoding;
            if (line is null || _decoded < _samples)
            {
                WriteWaiting();
                line = await process.DecodeAsync(cancellationToken);
            }

            return Hypothesis.Parse(line, isFinal: true);
        }

        private void WriteWaiting()
        {
            process.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_waiting));
            _waiting.Clear();
        }
    }
}
