using System.Collections.Concurrent;
using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Voices kept as files in a folder; each is loaded when first asked for and stays. Safe for concurrent use.</summary>
/// <param name="folder">The folder; it need not exist.</param>
/// <param name="model">Computes what a voice's file lacks or has from other weights.</param>
/// <param name="refinement">Likewise.</param>
/// <param name="codec">Digest of the codec in use; voices of another one cannot speak. Empty: any.</param>
internal sealed class VoiceFolder(string folder, AutoregressiveModel model, RefinementModel refinement, string codec = "") : IVoiceSource
{
    /// <summary>How a voice's file name ends.</summary>
    public const string Extension = ".voice.safetensors";

    private const int LongestName = 40;

    private readonly ConcurrentDictionary<string, Lazy<Voice>> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IReadOnlyList<VoiceDescription> Descriptions => Describe(folder);

    /// <summary>The voices of a folder, without opening their files.</summary>
    public static IReadOnlyList<VoiceDescription> Describe(string folder) =>
        [.. NamesIn(folder).Select(static name => new VoiceDescription(name, $"{name}, cloned", "en"))];

    /// <summary>What is wrong with a name and how names must be, or null.</summary>
    public static string? FindNameProblem(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? null
            : $"'{name}' cannot be the name of a voice: use up to {LongestName} letters, digits and dashes.";

    /// <summary>Removes a voice's file; false if there is none of the name.</summary>
    public static bool Remove(string folder, string name)
    {
        // Only names that were found: what was typed never becomes a path.
        string? found = NamesIn(folder).FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            return false;
        }

        File.Delete(Path.Combine(folder, found + Extension));
        return true;
    }

    /// <inheritdoc/>
    public Voice Find(string? name)
    {
        string[] names = [.. Names()];
        string? found = name is null ? names.FirstOrDefault() : names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            throw new UserInputException(
                NoticeCodes.VoiceUnknown,
                names.Length == 0 ? "There is no voice yet. Enrol one: virtualta voices enroll NAME clip.wav" : $"There is no voice '{name}'. Known: {string.Join(", ", names)}.");
        }

        if (_loaded.TryGetValue(found, out Lazy<Voice>? known) && known.IsValueCreated)
        {
            SpeechMetrics.CountCachedVoice();
            return known.Value;
        }

        return _loaded.GetOrAdd(found, key => new Lazy<Voice>(() => Load(key))).Value;
    }

    /// <summary>Computes a voice from its prompt and keeps it, in place of one of the same name.</summary>
    public Voice Keep(VoicePrompt prompt)
    {
        if (FindNameProblem(prompt.Name) is { } problem)
        {
            throw new UserInputException(NoticeCodes.VoiceUnknown, problem);
        }

        Voice voice = Voice.Build(prompt, model, refinement, new Workspace());
        Directory.CreateDirectory(folder);
        VoiceFile.Save(PathOf(prompt.Name), voice, model, refinement);
        _loaded[prompt.Name] = new Lazy<Voice>(voice);
        return voice;
    }

    /// <summary>Removes a voice; whoever is speaking with it finishes.</summary>
    public bool Remove(string name)
    {
        _loaded.TryRemove(name, out _);
        return Remove(folder, name);
    }

    private Voice Load(string name)
    {
        try
        {
            Voice voice = VoiceFile.Load(PathOf(name), model, refinement, new Workspace());
            return codec.Length == 0 || voice.Prompt.Codec.Length == 0 || voice.Prompt.Codec == codec
                ? voice
                : throw new InvalidDataException("it was made with another codec. Enrol it again.");
        }
        catch (Exception problem) when (problem is ModelFormatException or InvalidDataException or IOException)
        {
            _loaded.TryRemove(name, out _);
            throw new UserInputException(NoticeCodes.VoiceUnknown, $"The voice '{name}' cannot be read: {problem.Message}", problem);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);

    private IEnumerable<string> Names() => NamesIn(folder);

    private static IEnumerable<string> NamesIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Extension).Select(path => Path.GetFileName(path)[..^Extension.Length]).Order(StringComparer.Ordinal)
        : [];
}
