namespace VirtualTA.Synthesis.Voices;

/// <summary>A few seconds of a person's speech as the models hear it: what a voice is made from.</summary>
/// <param name="Name">Key of the voice.</param>
/// <param name="Codes">Codes of all levels, [frames, levels], 50 frames a second.</param>
/// <param name="Symbols">What is said: symbols of <see cref="Core.Pronunciation.PhoneSet"/>, after every word a mark or boundary.</param>
/// <param name="Places">For each frame the index of the symbol that is being said, never falling.</param>
/// <param name="Speaker">Vector of the speaker encoder.</param>
public sealed record VoicePrompt(string Name, int[] Codes, byte[] Symbols, int[] Places, float[] Speaker)
{
    /// <summary>Longest prompt in frames: 10 s.</summary>
    public const int MostFrames = 500;

    /// <summary>Digest of the codec that the codes belong to; empty if unknown.</summary>
    public string Codec { get; init; } = "";

    /// <summary>Throws if the parts do not fit each other.</summary>
    /// <exception cref="InvalidDataException">The message names the part.</exception>
    public void Check(int levels, int codes)
    {
        int frames = Places.Length;
        string? problem = frames is 0 or > MostFrames ? $"has {frames} frames; 1 to {MostFrames} are possible"
            : Codes.Length != frames * levels ? $"has {Codes.Length} codes for {frames} frames of {levels} levels"
            : Codes.Any(code => code < 0 || code >= codes) ? $"has a code outside 0 to {codes - 1}"
            : Symbols.Length == 0 || Symbols.Any(symbol => symbol >= Core.Pronunciation.PhoneSet.Count) ? "has no or unknown symbols"
            : Places[0] < 0 || Places[^1] >= Symbols.Length || Places.Zip(Places.Skip(1)).Any(pair => pair.Second < pair.First) ? "points outside its symbols or backwards"
            : null;
        if (problem is not null)
        {
            throw new InvalidDataException($"The voice '{Name}' {problem}. Enrol it again.");
        }
    }
}
