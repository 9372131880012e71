using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Whisper;

namespace VirtualTA.Recognition;

/// <summary>The recognisers that exist, the best first.</summary>
public static class SpeechRecognizers
{
    /// <summary>Every recogniser, usable or not, the best first.</summary>
    public static IReadOnlyList<EngineOffer<ISpeechRecognizer>> Offers() =>
        [.. WhisperOffers.Create(), PhoneRecognizerOffer.Create(new PhoneRecognizerOptions())];

    /// <summary>The best usable recogniser, or null.</summary>
    /// <param name="remedy">What to install where there is none; otherwise empty.</param>
    /// <param name="name">Name of the one wanted; null for the best.</param>
    /// <param name="refused">Told of every recogniser that was passed over because its files are damaged.</param>
    public static ISpeechRecognizer? CreateDefault(out string remedy, string? name = null, Action<string>? refused = null) =>
        Offers().CreateBest(name, out remedy, refused);
}
