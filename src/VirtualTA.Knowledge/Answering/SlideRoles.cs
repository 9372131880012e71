using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Chunking;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises slides and lines that point to content instead of giving it.</summary>
internal static partial class SlideRoles
{
    /// <summary>True for outlines, summaries and lists of literature.</summary>
    public static bool IsSignpost(CoursePassage passage) => Signpost().IsMatch(passage.Heading);

    /// <summary>True for the lines of a title slide: number of the lecture, lecturer, institute.</summary>
    public static bool IsImprint(string text) => Imprint().IsMatch(text);

    [GeneratedRegex(@"^(?:\d+\.? )?(?:outline|agenda|contents?|table of contents|today|where we are|overview|plan|summary|recap|conclusions?|take[- ]?away.*|references|literature|(?:further )?reading|bibliography|questions\??|thank you.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Signpost();

    [GeneratedRegex(@"^(?:lecture|week|chapter|unit|module|part|session) \d+\b|^(?:prof|dr|professor)\b\.?|\b(?:university|institute of|department of|faculty of|(?:spring|autumn|fall|summer|winter) (?:term|semester|\d{4}))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Imprint();
}
