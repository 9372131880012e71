using System.Buffers;

namespace VirtualTA.Core.Pronunciation;

/// <summary>How single letters are named, for acronyms and spelled words.</summary>
public static class LetterNames
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("AEIOUY");

    private static readonly Phones[] Names =
    [
        .. new[]
        {
            "EY1", "B IY1", "S IY1", "D IY1", "IY1", "EH1 F", "JH IY1", "EY1 CH", "AY1", "JH EY1", "K EY1", "EH1 L", "EH1 M",
            "EH1 N", "OW1", "P IY1", "K Y UW1", "AA1 R", "EH1 S", "T IY1", "Y UW1", "V IY1", "D AH1 B AH0 L Y UW0", "EH1 K S",
            "W AY1", "Z IY1",
        }.Select(Phones.Parse),
    ];

    /// <summary>Acronyms that are spelled although a word of the same letters exists.</summary>
    private static readonly HashSet<string> SpelledAlways = new(StringComparer.Ordinal)
    {
        "AI", "AM", "AR", "AS", "BE", "CD", "CT", "CV", "DJ", "DNA", "DNN", "ED", "EM", "ER", "EU", "FM", "GAL", "GO", "HE", "HR", "ID", "IDE",
        "IP", "IT", "LA", "LED", "ME", "ML", "MS", "MT", "NO", "OS", "PA", "PC", "PE", "PI", "PR", "RL", "RA", "SDK", "TA", "TB", "TV", "UI",
        "UK", "US", "USA", "UN", "VR", "AC", "DC", "EE", "CS", "EOS", "SOS", "MAP", "IR", "QA", "ASAP", "BSA", "LAN", "SA", "SI", "NE", "ETA",
    };

    /// <summary>The name of a letter of A–Z, either case.</summary>
    public static Phones Of(char letter) => Names[char.ToUpperInvariant(letter) - 'A'];

    /// <summary>The letters named one after the other; the last carries the primary stress, as English does.</summary>
    public static Phones Spell(ReadOnlySpan<char> word)
    {
        List<byte> ids = [];
        int lastLetter = -1;
        for (int index = 0; index < word.Length; index++)
        {
            lastLetter = char.IsAsciiLetter(word[index]) ? index : lastLetter;
        }

        for (int index = 0; index <= lastLetter; index++)
        {
            if (char.IsAsciiLetter(word[index]))
            {
                Phones name = index == lastLetter ? Of(word[index]) : Stress.Weakened(Of(word[index]));
                ids.AddRange(name.Ids);
            }
        }

        return new Phones(ids.ToArray());
    }

    /// <summary>Whether a word in capitals is said letter by letter rather than as a word.</summary>
    /// <param name="word">Letters only, in capitals.</param>
    /// <param name="isKnownWord">Whether the dictionary has a word of these letters.</param>
    public static bool IsSpelled(string word, bool isKnownWord)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length < 2 || !word.All(char.IsAsciiLetterUpper))
        {
            return false;
        }

        bool hasVowel = word.AsSpan().ContainsAny(Vowels);
        return !hasVowel || (isKnownWord ? SpelledAlways.Contains(word) : word.Length <= 4 || SpelledAlways.Contains(word));
    }
}
