using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Names places in the course for people.</summary>
internal static class Places
{
    /// <summary>For the screen: "Codec language models › VALL-E" or "slide 12 of Lecture 3".</summary>
    public static string Describe(CoursePassage passage) =>
        passage.Locator.Contains('›', StringComparison.Ordinal) || passage.Locator == passage.Title ? $"“{passage.Locator}”" : $"{passage.Locator} of “{passage.Title}”";

    /// <summary>For the voice: the innermost heading, "slide twelve of …" or "minute three fifteen of …".</summary>
    public static string Speak(CoursePassage passage)
    {
        var parts = passage.Locator.Split('›', StringSplitOptions.TrimEntries);
        return parts.Length > 1 || passage.Locator == passage.Title
            ? $"the section {Verbalizer.Speak(parts[^1], Ingestion.BlockKind.Prose)}"
            : $"{LocatorSpeech.Speak(passage.Locator)} of {passage.Title}";
    }
}
