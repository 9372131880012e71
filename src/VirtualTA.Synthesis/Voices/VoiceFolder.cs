using System.Collections.Concurrent;
using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Voices kept as files in a folder; each is loaded when first asked for and stays. Safe for concurrent use.</summary>
internal sealed class VoiceFolder(string folder, AutoregressiveModel model, RefinementModel refinement) : IVoiceSource
{
    /// <summary>How a voice's file name ends.</summary>
    public const string Extension = ".voice.safetensors";

    private readonly ConcurrentDictionary<string, Lazy<Voice>> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IReadOnlyList<VoiceDescription> Descriptions =>
        [.. Names().Select(name => new VoiceDescription(name, "Cloned voice", "en"))];

    /// <inheritdoc/>
    public Voice Find(string? name)
    {
        string[] names = [.. Names()];
        string? found = name is null ? names.FirstOrDefault() : names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            throw new UserInputException(
                NoticeCodes.VoiceUnknown,
                names.Length == 0 ? "There is no voice yet: enrol one." : $"There is no voice '{name}'. Known: {string.Join(", ", names)}.");
        }

        return _loaded.GetOrAdd(found, key => new Lazy<Voice>(() => Load(key))).Value;
    }

    /// <summary>Computes a voice from its prompt and keeps it, in place of one of the same name.</summary>
    public Voice Keep(VoicePrompt prompt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prompt.Name);
        if (prompt.Name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new UserInputException(NoticeCodes.VoiceUnknown, $"'{prompt.Name}' cannot be the name of a voice: use letters, digits and dashes.");
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
        bool exists = Names().Contains(name, StringComparer.OrdinalIgnoreCase);
        File.Delete(PathOf(name));
        return exists;
    }

    private Voice Load(string name)
    {
        try
        {
            return VoiceFile.Load(PathOf(name), model, refinement, new Workspace());
        }
        catch (Exception problem) when (problem is ModelFormatException or InvalidDataException or IOException)
        {
            _loaded.TryRemove(name, out _);
            throw new UserInputException(NoticeCodes.VoiceUnknown, $"The voice '{name}' cannot be read: {problem.Message}", problem);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);

    private IEnumerable<string> Names() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Extension).Select(path => Path.GetFileName(path)[..^Extension.Length]).Order(StringComparer.Ordinal)
        : [];
}
