using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.EspeakNg;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis;

/// <summary>The synthesisers that exist, the best first.</summary>
public static class SpeechSynthesizers
{
    private static readonly Dictionary<string, Func<IReadOnlyList<VoiceDescription>>> VoicesOf = new()
    {
        [EmbeddedSynthesizerOffer.Name] = EmbeddedSynthesizerOffer.Describe,
        [EspeakNgOffer.Name] = static () => EspeakNgVoices.All,
    };

    /// <summary>How boldly the embedded synthesiser draws unless told otherwise: as its weights' manifest says.</summary>
    public static SamplingOptions JudgedSampling => EmbeddedSynthesizerOffer.FindSampling();

    /// <summary>Every synthesiser, usable or not, the best first.</summary>
    /// <param name="options">How the embedded one works; as its weights' manifest says if not given.</param>
    public static IReadOnlyList<EngineOffer<ISpeechSynthesizer>> Offers(EmbeddedSynthesizerOptions? options = null) =>
        [EmbeddedSynthesizerOffer.Create(options), EspeakNgOffer.Create(new EspeakNgOptions())];

    /// <summary>As <see cref="Offers"/>, but each has the voices of all other usable ones behind its own; those are created when they first speak.</summary>
    /// <param name="options">How the embedded one works; as its weights' manifest says if not given.</param>
    public static IReadOnlyList<EngineOffer<ISpeechSynthesizer>> CombinedOffers(EmbeddedSynthesizerOptions? options = null)
    {
        IReadOnlyList<EngineOffer<ISpeechSynthesizer>> offers = Offers(options);
        return [.. offers.Select(offer => offer with { Create = () => Combine(offer, offers) })];
    }

    /// <summary>The best usable synthesiser with the voices of all others behind its own, or null.</summary>
    /// <param name="remedy">What to install where there is none; otherwise empty.</param>
    /// <param name="name">Name of the one wanted; null for the best.</param>
    /// <param name="options">How the embedded one works; as its weights' manifest says if not given.</param>
    public static ISpeechSynthesizer? CreateDefault(out string remedy, string? name = null, EmbeddedSynthesizerOptions? options = null) =>
        CombinedOffers(options).CreateBest(name, out remedy);

    /// <summary>Name of the engine that speaks with a voice.</summary>
    public static string EngineOf(ISpeechSynthesizer synthesizer, string? voice)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        return synthesizer is CombinedSynthesizer combined ? combined.EngineOf(voice).Offer.Name : synthesizer.Name;
    }

    /// <summary>Does beforehand what would delay the first sound, for every engine behind a synthesiser.</summary>
    public static Task PrepareAsync(this ISpeechSynthesizer synthesizer, CancellationToken cancellationToken = default) =>
        synthesizer is IPreparable preparable ? preparable.PrepareAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>The files of the voices in a models folder, below it.</summary>
    public static IReadOnlyList<string> VoiceFiles(string modelsFolder) =>
        [.. VoiceFolder.Describe(Path.Combine(modelsFolder, EmbeddedModels.VoicesFolderName)).Select(static voice => Path.Combine(EmbeddedModels.VoicesFolderName, voice.Name + VoiceFolder.Extension))];

    /// <summary>Every voice of every usable engine, those of the default engine first.</summary>
    public static IReadOnlyList<(string Engine, VoiceDescription Voice)> AllVoices()
    {
        IReadOnlyList<EngineOffer<ISpeechSynthesizer>> offers = Offers();
        EngineOffer<ISpeechSynthesizer>? best = offers.FindBest(null, out _);
        return [.. offers.Where(static offer => offer.IsAvailable).OrderByDescending(offer => offer == best)
            .SelectMany(static offer => VoicesOf[offer.Name](), static (offer, voice) => (offer.Name, voice))];
    }

    // The first is created at once, so that damaged files are found before anybody waits for a voice.
    private static ISpeechSynthesizer Combine(EngineOffer<ISpeechSynthesizer> first, IReadOnlyList<EngineOffer<ISpeechSynthesizer>> offers)
    {
        ISpeechSynthesizer speaks = first.Create();
        EngineOffer<ISpeechSynthesizer>[] others = [.. offers.Where(offer => offer.IsAvailable && offer != first)];
        return others.Length == 0
            ? speaks
            : new CombinedSynthesizer([
                new CombinedSynthesizer.Engine(first with { Create = () => speaks }, VoicesOf[first.Name]),
                .. others.Select(static offer => new CombinedSynthesizer.Engine(offer, VoicesOf[offer.Name]))]);
    }
}
