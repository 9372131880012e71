using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.EspeakNg;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Synthesis;

/// <summary>The synthesisers that exist, the best first.</summary>
public static class SpeechSynthesizers
{
    /// <summary>Every synthesiser, usable or not, the best first.</summary>
    public static IReadOnlyList<EngineOffer<ISpeechSynthesizer>> Offers() =>
        [EmbeddedSynthesizerOffer.Create(new EmbeddedSynthesizerOptions()), EspeakNgOffer.Create(new EspeakNgOptions())];

    /// <summary>The best usable synthesiser, or null.</summary>
    /// <param name="remedy">What to install where there is none; otherwise empty.</param>
    /// <param name="name">Name of the one wanted; null for the best.</param>
    public static ISpeechSynthesizer? CreateDefault(out string remedy, string? name = null) =>
        Offers().CreateBest(name, out remedy);
}
