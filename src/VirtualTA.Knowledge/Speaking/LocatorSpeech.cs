using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Says places: "slide twelve", "minute three, fifteen seconds".</summary>
internal static partial class LocatorSpeech
{
    /// <summary>The locator in spoken words.</summary>
    public static string Speak(string locator)
    {
        var time = Time().Match(locator);
        if (!time.Success)
        {
            return NumberWords.Spell(locator.Replace("›", ",", StringComparison.Ordinal));
        }

        var hours = time.Groups["h"].Success ? Number(time.Groups["h"]) : 0;
        var minutes = Number(time.Groups["m"]);
        var seconds = Number(time.Groups["s"]);
        var spoken = hours > 0 ? $"{Count(hours, "hour")} {Count(minutes, "minute")}" : $"minute {NumberWords.Cardinal(minutes)}";
        return seconds > 0 ? $"{spoken} and {Count(seconds, "second")}" : spoken;
    }

    private static string Count(int number, string unit) => $"{NumberWords.Cardinal(number)} {unit}{(number == 1 ? "" : "s")}";

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<h>\d{1,2}):)?(?<m>\d{1,3}):(?<s>\d{2})$")]
    private static partial Regex Time();
}
