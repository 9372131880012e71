using System.Text.RegularExpressions;

namespace VirtualTA.Core.Pronunciation.Training;

/// <summary>
/// Reads the text forms of the CMU Pronouncing Dictionary: one entry a line, as <c>word  PH ON EM</c> or as
/// <c>"word": "PH ON EM",</c>; variants are marked <c>word(2)</c>, remarks begin with <c>#</c> or <c>;;;</c>.
/// </summary>
public static partial class DictionaryText
{
    /// <summary>The entries in the order of the file, so that the preferred variant of a word comes first.</summary>
    /// <exception cref="InvalidDataException">A line names an unknown phone; the message gives the line.</exception>
    public static IEnumerable<KeyValuePair<string, Phones>> Read(IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            Match match = line.StartsWith(";;;", StringComparison.Ordinal) ? Match.Empty : Entry().Match(line);
            if (!match.Success)
            {
                continue;
            }

            string phones = match.Groups["phones"].Value;
            int remark = phones.IndexOf('#', StringComparison.Ordinal);
            if (!Phones.TryParse(remark < 0 ? phones : phones[..remark], out Phones parsed, out string? problem))
            {
                throw new InvalidDataException($"Line {number}: {problem}");
            }

            yield return new(match.Groups["word"].Value.ToLowerInvariant(), parsed);
        }
    }

    [GeneratedRegex("""^\s*"?(?<word>[^\s"(#;{}/]+)(?:\(\d+\))?"?:?\s+"?(?<phones>[A-Z]+[0-2]?(?: .*?)?)"?,?\s*$""")]
    private static partial Regex Entry();
}
