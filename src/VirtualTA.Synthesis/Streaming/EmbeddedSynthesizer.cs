using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Speaks with cloned voices on this machine: text front end, codec language model, refinement and codec.</summary>
/// <remarks>
/// The model's steps run on the scheduler's thread, refinement and decoder where the listener asks for the next chunk. Whoever
/// stops listening stops the model before its next step. A word comes with the chunk in which its end is known.
/// </remarks>
internal sealed partial class EmbeddedSynthesizer : ISpeechSynthesizer, IPreparable, IDisposable
{
    /// <summary>Code of the error for text in which nothing can be spoken.</summary>
    public const string TextInvalid = "text-invalid";

    private readonly TextFrontEnd _frontEnd;
    private readonly AutoregressiveModel _model;
    private readonly RefinementModel _refinement;
    private readonly Func<uint, float[], IFrameDecoder> _newDecoder;
    private readonly IVoiceSource _voices;
    private readonly EmbeddedSynthesizerOptions _options;
    private readonly SpeechScheduler _scheduler;
    private readonly ConcurrentBag<(RefinementState State, Workspace Workspace)> _spare = [];

    public EmbeddedSynthesizer(
        TextFrontEnd frontEnd,
        AutoregressiveModel model,
        RefinementModel refinement,
        Func<uint, float[], IFrameDecoder> newDecoder,
        IVoiceSource voices,
        EmbeddedSynthesizerOptions options,
        WorkerPool? pool = null)
    {
        (_frontEnd, _model, _refinement, _newDecoder, _voices, _options) = (frontEnd, model, refinement, newDecoder, voices, options);
        _scheduler = new SpeechScheduler(model, options.MostStreams, pool);
    }

    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public IReadOnlyList<VoiceDescription> Voices => _voices.Descriptions;

    /// <summary>Steps, streams and failures so far.</summary>
    public SpeechScheduler Scheduler => _scheduler;

    /// <inheritdoc/>
    public IAsyncEnumerable<AudioChunk> SpeakAsync(IAsyncEnumerable<string> text, SpeechOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SpeakAsync(() => _voices.Find(options.Voice), text, options, cancellationToken);
    }

    private async IAsyncEnumerable<AudioChunk> SpeakAsync(
        Func<Voice> find, IAsyncEnumerable<string> text, SpeechOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Voice voice = find();
        SpeechStream stream = _scheduler.Start(voice, options.Seed, _options.Sampling);
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task feeding = FeedAsync(text, stream, options.Haste, reading.Token);
        (RefinementState state, Workspace workspace) = _spare.TryTake(out (RefinementState, Workspace) spare) ? spare : (new RefinementState(_refinement), new Workspace());
        try
        {
            state.Share(voice.Refinement);
            UtteranceRenderer renderer = new(_refinement, state, voice, _newDecoder((uint)options.Seed, voice.Prompt.Speaker), workspace, _options.FramesPerChunk, options.Haste);
            await foreach (SpokenStep step in stream.Steps.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                stream.Wake();
                if (renderer.Add(step))
                {
                    yield return renderer.Take();
                }
            }

            if (renderer.Complete())
            {
                yield return renderer.Take();
            }
        }
        finally
        {
            stream.Abandon();
            await reading.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(false); // never throws: its failure travels through the stream
            state.Clear();
            _spare.Add((state, workspace));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scheduler.Dispose();

    private async Task FeedAsync(IAsyncEnumerable<string> text, SpeechStream stream, SpeechHaste haste, CancellationToken cancellationToken)
    {
        try
        {
            bool isEmpty = true;
            await foreach (PhonemeClause clause in _frontEnd.ReadAsync(text, haste != SpeechHaste.None, cancellationToken).ConfigureAwait(false))
            {
                isEmpty = false;
                await stream.Clauses.WriteAsync(clause, cancellationToken).ConfigureAwait(false);
                stream.Wake();
            }

            stream.Clauses.TryComplete(isEmpty
                ? new UserInputException(TextInvalid, "Nothing in this text can be spoken: give words, numbers or formulae in Latin or Greek letters.")
                : null);
        }
        catch (Exception failure)
        {
            stream.Clauses.TryComplete(failure);
        }

        stream.Wake();
    }
}

/// <summary>Where voices come from.</summary>
internal interface IVoiceSource
{
    /// <summary>Voices by name, the default first.</summary>
    IReadOnlyList<VoiceDescription> Descriptions { get; }

    /// <summary>The voice of a name, or the default for null.</summary>
    /// <exception cref="UserInputException">There is no such voice.</exception>
    Voice Find(string? name);
}
