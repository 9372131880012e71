namespace VirtualTA.Core.Pronunciation;

/// <summary>Builds unknown words from known ones: plurals, past and -ing forms, prefixes, compounds.</summary>
internal static class WordForms
{
    private const int ShortestPart = 3;

    private static readonly byte[] Sibilants = [.. Phones.Parse("S Z SH ZH CH JH").Ids];
    private static readonly byte[] Voiceless = [.. Phones.Parse("P T K F TH S SH CH").Ids];
    private static readonly byte[] Dentals = [.. Phones.Parse("T D").Ids];
    private static readonly Phones Ing = Phones.Parse("IH0 NG");

    private static readonly (string Letters, Phones Phones)[] Prefixes =
    [
        .. new[]
        {
            ("un", "AH0 N"), ("re", "R IY0"), ("pre", "P R IY0"), ("non", "N AA2 N"), ("sub", "S AH2 B"), ("multi", "M AH2 L T IY0"), ("inter", "IH2 N T ER0"),
            ("auto", "AO2 T OW0"), ("over", "OW2 V ER0"), ("under", "AH2 N D ER0"), ("micro", "M AY2 K R OW0"), ("hyper", "HH AY2 P ER0"),
            ("meta", "M EH2 T AH0"), ("de", "D IY0"), ("mis", "M IH0 S"), ("pseudo", "S UW2 D OW0"), ("semi", "S EH2 M IY0"), ("super", "S UW2 P ER0"), ("co", "K OW2"),
        }.Select(pair => (pair.Item1, Phones.Parse(pair.Item2))),
    ];

    private static readonly (string Letters, Phones Phones)[] Suffixes =
    [
        .. new[]
        {
            ("less", "L AH0 S"), ("ness", "N AH0 S"), ("ly", "L IY0"), ("able", "AH0 B AH0 L"), ("er", "ER0"), ("ers", "ER0 Z"), ("wise", "W AY2 Z"), ("like", "L AY2 K"), ("ish", "IH0 SH"),
        }.Select(pair => (pair.Item1, Phones.Parse(pair.Item2))),
    ];

    internal delegate bool Find(string word, out Phones phones);

    /// <summary>Appends the plural or possessive sound that fits the last phone.</summary>
    public static Phones WithEnding(Phones stem, bool ending)
    {
        if (!ending || stem.Length == 0)
        {
            return stem;
        }

        byte last = stem.Ids[^1];
        string sound = Sibilants.AsSpan().Contains(last) ? "IH0 Z" : Voiceless.AsSpan().Contains(last) ? "S" : "Z";
        return Phones.Concat(stem, Phones.Parse(sound));
    }

    public static bool TryDerive(string written, Find find, out Phones phones)
    {
        string word = written.ToLowerInvariant();
        return TryEnding(word, find, out phones) || TrySuffix(word, find, out phones) || TryPrefix(word, find, out phones) || TryCompound(word, find, out phones);
    }

    private static bool TryEnding(string word, Find find, out Phones phones)
    {
        phones = default;
        bool possessive = word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("s'", StringComparison.Ordinal);
        if (possessive && find(word.EndsWith('\'') ? word[..^1] : word[..^2], out Phones stem))
        {
            phones = WithEnding(stem, !word.EndsWith('\''));
            return true;
        }

        if (word.Length > ShortestPart && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i')
            && (find(word[..^1], out stem) || (word.EndsWith("es", StringComparison.Ordinal) && find(word[..^2], out stem))))
        {
            phones = WithEnding(stem, ending: true);
            return true;
        }

        if (word.EndsWith("ed", StringComparison.Ordinal) && TryStem(word[..^2], find, out stem))
        {
            byte last = stem.Ids[^1];
            string sound = Dentals.AsSpan().Contains(last) ? "IH0 D" : Voiceless.AsSpan().Contains(last) ? "T" : "D";
            phones = Phones.Concat(stem, Phones.Parse(sound));
            return true;
        }

        if (word.EndsWith("ing", StringComparison.Ordinal) && TryStem(word[..^3], find, out stem))
        {
            phones = Phones.Concat(stem, Ing);
            return true;
        }

        return false;
    }

    // "tokeniz-ed" from tokenize, "embed-ded" from embed, "train-ed" from train.
    private static bool TryStem(string stem, Find find, out Phones phones)
    {
        phones = default;
        return stem.Length >= ShortestPart
            && (find(stem + "e", out phones) || find(stem, out phones) || (stem[^1] == stem[^2] && find(stem[..^1], out phones)));
    }

    private static bool TrySuffix(string word, Find find, out Phones phones)
    {
        foreach ((string letters, Phones said) in Suffixes)
        {
            if (word.Length >= letters.Length + ShortestPart + 1 && word.EndsWith(letters, StringComparison.Ordinal)
                && (find(word[..^letters.Length], out Phones stem) || (letters.StartsWith('e') && find(word[..^letters.Length] + "e", out stem))))
            {
                phones = Phones.Concat(stem, said);
                return true;
            }
        }

        phones = default;
        return false;
    }

    private static bool TryPrefix(string word, Find find, out Phones phones)
    {
        foreach ((string letters, Phones said) in Prefixes)
        {
            if (word.Length >= letters.Length + ShortestPart + 1 && word.StartsWith(letters, StringComparison.Ordinal)
                && (find(word[letters.Length..], out Phones stem) || TryEnding(word[letters.Length..], find, out stem)))
            {
                phones = Phones.Concat(said, stem);
                return true;
            }
        }

        phones = default;
        return false;
    }

    private static bool TryCompound(string word, Find find, out Phones phones)
    {
        // The most even split wins: "codebook" is code + book; short parts are too often an accident of spelling.
        for (int distance = 0; distance <= word.Length / 2; distance++)
        {
            foreach (int split in new[] { (word.Length / 2) - distance, (word.Length / 2) + distance })
            {
                if (split > ShortestPart && word.Length - split > ShortestPart
                    && find(word[..split], out Phones first) && (find(word[split..], out Phones second) || TryEnding(word[split..], find, out second)))
                {
                    phones = Phones.Concat(first, Stress.Weakened(second));
                    return true;
                }
            }
        }

        phones = default;
        return false;
    }
}
