using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Several synthesisers as one: the first speaks unless a voice of another is asked for, which is created then.</summary>
internal sealed class CombinedSynthesizer(IReadOnlyList<CombinedSynthesizer.Engine> engines) : ISpeechSynthesizer, IPreparable, IDisposable
{
    /// <inheritdoc/>
    public string Name => engines[0].Offer.Name;

    /// <inheritdoc/>
    public IReadOnlyList<VoiceDescription> Voices => [.. engines.SelectMany(static engine => engine.Voices()).DistinctBy(static voice => voice.Name)];

    /// <inheritdoc/>
    public IAsyncEnumerable<AudioChunk> SpeakAsync(IAsyncEnumerable<string> text, SpeechOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EngineOf(options.Voice).Synthesizer.SpeakAsync(text, options, cancellationToken);
    }

    /// <summary>Creates and prepares all engines; what is wrong with one is told to those who ask for its voices.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        foreach (Engine engine in engines)
        {
            try
            {
                await SpeechSynthesizers.PrepareAsync(engine.Synthesizer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (EngineOffers.IsDamage(exception))
            {
            }
        }
    }

    /// <summary>The engine that has a voice; the first one for null.</summary>
    /// <exception cref="UserInputException">None has it.</exception>
    public Engine EngineOf(string? voice) => voice is null
        ? engines[0]
        : engines.FirstOrDefault(engine => engine.Voices().Any(known => known.Name.Equals(voice, StringComparison.OrdinalIgnoreCase)))
            ?? throw new UserInputException(NoticeCodes.VoiceUnknown, $"There is no voice '{voice}'. Known voices: {string.Join(", ", Voices.Select(static known => known.Name))}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Engine engine in engines)
        {
            engine.Dispose();
        }
    }

    /// <summary>An engine that is created when it first speaks.</summary>
    internal sealed class Engine(EngineOffer<ISpeechSynthesizer> offer, Func<IReadOnlyList<VoiceDescription>> voices) : IDisposable
    {
        private readonly Lazy<ISpeechSynthesizer> _synthesizer = new(offer.Create);

        public EngineOffer<ISpeechSynthesizer> Offer => offer;

        public Func<IReadOnlyList<VoiceDescription>> Voices => voices;

        public ISpeechSynthesizer Synthesizer => _synthesizer.Value;

        public void Dispose()
        {
            if (_synthesizer.IsValueCreated)
            {
                (_synthesizer.Value as IDisposable)?.Dispose();
            }
        }
    }
}
