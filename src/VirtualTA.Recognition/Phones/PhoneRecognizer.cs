using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones.Alignment;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;

namespace VirtualTA.Recognition.Phones;

/// <summary>The embedded recogniser: phone network, lexicon and n-gram search, all of it part of this program. English.</summary>
public sealed class PhoneRecognizer : ISpeechRecognizer
{
    private const int CachedCourses = 4;
    private readonly PhoneRecognizerOptions _options;
    private readonly RecognitionVocabulary _vocabulary;
    private readonly Lock _lock = new();
    private readonly LinkedList<(IReadOnlyList<string> Text, Lazy<DecodingGraph> Graph)> _graphs = [];

    /// <summary>Puts a recogniser together; <paramref name="books"/> are counts of written language, null without.</summary>
    public PhoneRecognizer(PhoneNetwork network, Pronouncer pronouncer, NgramCounts general, NgramCounts? books, PhoneRecognizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Network, _options) = (network, options);
        Aligner = new ForcedAligner(network, pronouncer);
        _vocabulary = new RecognitionVocabulary(pronouncer, general, books, options.BookShare, options.CourseShare, options.QuestionShare);
    }

    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public bool ReadsPauses => true;

    /// <summary>The phone network.</summary>
    public PhoneNetwork Network { get; }

    /// <summary>The aligner on the same network.</summary>
    public ForcedAligner Aligner { get; }

    /// <summary>Loads the weights, the dictionary and the general language model.</summary>
    /// <exception cref="FormatException">A file is damaged or of another kind; the message names it.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public static PhoneRecognizer Load(PhoneRecognizerOptions? options = null, Pronouncer? pronouncer = null)
    {
        options ??= new PhoneRecognizerOptions();
        return new PhoneRecognizer(
            PhoneNetwork.Load(options.Network), pronouncer ?? Pronouncer.LoadDefault(), NgramCounts.Load(options.Language), NgramCounts.Load(options.Books), options);
    }

    /// <inheritdoc/>
    public void Prepare(RecognitionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        GraphFor(context.CourseText);
    }

    /// <summary>Starts an utterance for a caller that feeds samples itself.</summary>
    public UtteranceDecoder Start(RecognitionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var decoding = context.CourseText.Count == 0 ? _options.Decoding : _options.CourseDecoding;
        return new UtteranceDecoder(Network, GraphFor(context.CourseText), Aligner, _options, decoding, context.ReadPauses);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(speech);
        var decoder = Start(context);
        await foreach (var frame in speech.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (decoder.Accept(frame.Samples.Span) is { } partial)
            {
                yield return partial;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        yield return decoder.Finish();
    }

    private DecodingGraph GraphFor(IReadOnlyList<string> courseText)
    {
        Lazy<DecodingGraph>? graph = null;
        lock (_lock)
        {
            for (var node = _graphs.First; node is not null; node = node.Next)
            {
                if (ReferenceEquals(node.Value.Text, courseText) || node.Value.Text.SequenceEqual(courseText))
                {
                    graph = node.Value.Graph;
                    _graphs.Remove(node);
                    _graphs.AddFirst(node);
                    break;
                }
            }

            if (graph is null)
            {
                graph = new Lazy<DecodingGraph>(() => _vocabulary.Build(courseText));
                _graphs.AddFirst((courseText, graph));
                if (_graphs.Count > CachedCourses)
                {
                    _graphs.RemoveLast();
                }
            }
        }

        return graph.Value;
    }
}
