using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.Phones;

/// <summary>Offers the embedded recogniser where its weights are installed.</summary>
internal static class PhoneRecognizerOffer
{
    public static EngineOffer<ISpeechRecognizer> Create(PhoneRecognizerOptions options) => new(
        "embedded",
        "our own phone network with a lexicon and an n-gram search; no other program needed",
        Remedy(options),
        () => PhoneRecognizer.Load(options));

    private static string? Remedy(PhoneRecognizerOptions options)
    {
        try
        {
            var missing = new[] { options.Network, options.Language, options.Books }.FirstOrDefault(static path => !File.Exists(path));
            return missing is null ? null : $"The recogniser's file '{missing}' is missing. Get the models folder of this version.";
        }
        catch (DirectoryNotFoundException exception)
        {
            return exception.Message;
        }
    }
}
