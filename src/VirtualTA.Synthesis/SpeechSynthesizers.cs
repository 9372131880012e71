using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis;

/// <summary>The synthesisers that exist, the best first. Another provider joins by an offer here.</summary>
public static class SpeechSynthesizers
{
    /// <summary>How boldly the embedded synthesiser draws unless told otherwise: as its weights' manifest says.</summary>
    public static SamplingOptions JudgedSampling => EmbeddedSynthesizerOffer.FindSampling();

    /// <summary>Every synthesiser, usable or not, the best first.</summary>
    /// <param name="options">How the embedded one works; as its weights' manifest says if not given.</param>
    public static IReadOnlyList<EngineOffer<ISpeechSynthesizer>> Offers(EmbeddedSynthesizerOptions? options = null) =>
        [EmbeddedSynthesizerOffer.Create(options)];

    /// <summary>The best usable synthesiser, or null.</summary>
    /// <param name="remedy">What to install where there is none; otherwise empty.</param>
    /// <param name="name">Name of the one wanted; null for the best.</param>
    /// <param name="options">How the embedded one works; as its weights' manifest says if not given.</param>
    public static ISpeechSynthesizer? CreateDefault(out string remedy, string? name = null, EmbeddedSynthesizerOptions? options = null) =>
        Offers(options).CreateBest(name, out remedy);

    /// <summary>Does beforehand what would delay the first sound.</summary>
    public static Task PrepareAsync(this ISpeechSynthesizer synthesizer, CancellationToken cancellationToken = default) =>
        synthesizer is IPreparable preparable ? preparable.PrepareAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>The files of the voices in a models folder, below it.</summary>
    public static IReadOnlyList<string> VoiceFiles(string modelsFolder) =>
        [.. VoiceFolder.Describe(Path.Combine(modelsFolder, EmbeddedModels.VoicesFolderName)).Select(static voice => Path.Combine(EmbeddedModels.VoicesFolderName, voice.Name + VoiceFolder.Extension))];

    /// <summary>Every voice with its engine, the default first; nothing is loaded.</summary>
    public static IReadOnlyList<(string Engine, VoiceDescription Voice)> AllVoices() =>
        EmbeddedSynthesizerOffer.Create(null).IsAvailable
            ? [.. EmbeddedSynthesizerOffer.Describe().Select(static voice => (EmbeddedSynthesizerOffer.Name, voice))]
            : [];
}
