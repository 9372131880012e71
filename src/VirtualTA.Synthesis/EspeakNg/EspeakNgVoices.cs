using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>The voices offered, and what the program calls them.</summary>
internal static class EspeakNgVoices
{
    private static readonly (VoiceDescription Voice, string Key)[] Known =
    [
        (new VoiceDescription("en-us", "American English, low", "en-US"), "en-us"),
        (new VoiceDescription("en-us-high", "American English, high", "en-US"), "en-us+f3"),
        (new VoiceDescription("en-gb", "British English, low", "en-GB"), "en-gb"),
        (new VoiceDescription("en-gb-high", "British English, high", "en-GB"), "en-gb+f2"),
        (new VoiceDescription("en-scotland", "Scottish English, low", "en-GB"), "en-gb-scotland"),
    ];

    public static IReadOnlyList<VoiceDescription> All { get; } = [.. Known.Select(known => known.Voice)];

    /// <summary>The program's name of a voice; the first voice for null.</summary>
    /// <exception cref="UserInputException">There is no such voice.</exception>
    public static string KeyOf(string? name)
    {
        foreach (var (voice, key) in Known)
        {
            if (name is null || voice.Name == name)
            {
                return key;
            }
        }

        throw new UserInputException(
            NoticeCodes.VoiceUnknown, $"There is no voice '{name}'. Known voices: {string.Join(", ", All.Select(voice => voice.Name))}.");
    }
}
