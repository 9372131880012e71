using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Slows an answer down by pauses at its phrases.</summary>
internal static partial class SlowSpeech
{
    /// <summary>The text with a pause before every clause.</summary>
    public static string Slow(string spoken) => Doubled().Replace(Clause().Replace(spoken, ", $1 "), ",");

    [GeneratedRegex(@"(?<![,.;:!?]) (and|but|or|which|that|because|while|with|from|of the|in the|by) ")]
    private static partial Regex Clause();

    [GeneratedRegex(@",\s*,")]
    private static partial Regex Doubled();
}
