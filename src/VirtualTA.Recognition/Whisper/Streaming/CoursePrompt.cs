using System.Text.RegularExpressions;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Turns course text into a short list of its own words, which Whisper then spells as the course does.</summary>
internal static partial class CoursePrompt
{
    private const int MostWords = 40;
    private const int ShortestWord = 6;

    /// <summary>A prompt; empty for an empty course.</summary>
    public static string From(IReadOnlyList<string> courseText)
    {
        var words = courseText
            .SelectMany(static sentence => Words().Matches(sentence).Select(static match => match.Value))
            .Where(static word => word.Length >= ShortestWord || (word.Length > 1 && word.All(char.IsUpper)))
            .GroupBy(static word => word, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Take(MostWords)
            .Select(static group => group.First())
            .ToList();
        return words.Count == 0 ? "" : " " + string.Join(", ", words) + ".";
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{N}'-]*")]
    private static partial Regex Words();
}
