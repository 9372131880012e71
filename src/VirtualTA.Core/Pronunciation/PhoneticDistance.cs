namespace VirtualTA.Core.Pronunciation;

/// <summary>How different two pronunciations sound: an edit distance whose costs come from how the phones are made.</summary>
/// <remarks>Used to find what was meant when a word was misheard: "wally" is near "VALL-E".</remarks>
public static class PhoneticDistance
{
    private const float GapCost = 0.7f;
    private const float WeakVowelGapCost = 0.4f;

    // Height 0 open to 1 close, backness 0 front to 1 back, rounding 0 or 1; diphthongs stand between their ends.
    private static readonly Dictionary<string, (float Height, float Back, float Round)> VowelPlaces = new()
    {
        ["AA"] = (0, 0.9f, 0),
        ["AE"] = (0.15f, 0.2f, 0),
        ["AH"] = (0.4f, 0.6f, 0),
        ["AO"] = (0.3f, 1, 0.7f),
        ["AW"] = (0.3f, 0.7f, 0.4f),
        ["AY"] = (0.35f, 0.4f, 0),
        ["EH"] = (0.45f, 0.15f, 0),
        ["ER"] = (0.5f, 0.55f, 0.5f),
        ["EY"] = (0.7f, 0.1f, 0),
        ["IH"] = (0.8f, 0.2f, 0),
        ["IY"] = (1, 0, 0),
        ["OW"] = (0.6f, 1, 1),
        ["OY"] = (0.6f, 0.6f, 0.6f),
        ["UH"] = (0.8f, 0.85f, 0.8f),
        ["UW"] = (1, 0.95f, 1),
    };

    private static readonly Dictionary<string, (string Manner, float Place, bool Voiced)> ConsonantShapes = new()
    {
        ["B"] = ("stop", 0, true),
        ["P"] = ("stop", 0, false),
        ["D"] = ("stop", 3, true),
        ["T"] = ("stop", 3, false),
        ["G"] = ("stop", 6, true),
        ["K"] = ("stop", 6, false),
        ["CH"] = ("affricate", 4, false),
        ["JH"] = ("affricate", 4, true),
        ["F"] = ("fricative", 1, false),
        ["V"] = ("fricative", 1, true),
        ["TH"] = ("fricative", 2, false),
        ["DH"] = ("fricative", 2, true),
        ["S"] = ("fricative", 3, false),
        ["Z"] = ("fricative", 3, true),
        ["SH"] = ("fricative", 4, false),
        ["ZH"] = ("fricative", 4, true),
        ["HH"] = ("fricative", 7, false),
        ["M"] = ("nasal", 0, true),
        ["N"] = ("nasal", 3, true),
        ["NG"] = ("nasal", 6, true),
        ["L"] = ("approximant", 3, true),
        ["R"] = ("approximant", 4, true),
        ["W"] = ("approximant", 0.5f, true),
        ["Y"] = ("approximant", 5, true),
    };

    // Below the tables it is made of: static fields are set in the order of the text.
    private static readonly float[,] Costs = BuildCosts();

    /// <summary>
    /// 0 for the same phones (stress ignored) to 1 for nothing in common: the cheapest edits divided by the length of
    /// the longer pronunciation. Below about 0.25 two words are easily confused.
    /// </summary>
    public static float Between(Phones left, Phones right) => Between(left.Ids, right.Ids);

    /// <inheritdoc cref="Between(Phones, Phones)"/>
    public static float Between(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> first = left.Length <= 64 ? stackalloc byte[left.Length] : new byte[left.Length];
        Span<byte> second = right.Length <= 64 ? stackalloc byte[right.Length] : new byte[right.Length];
        first = first[..Keep(left, first)];
        second = second[..Keep(right, second)];
        int longest = Math.Max(first.Length, second.Length);
        if (longest == 0)
        {
            return 0;
        }

        Span<float> row = second.Length < 64 ? stackalloc float[second.Length + 1] : new float[second.Length + 1];
        row[0] = 0;
        for (int column = 1; column <= second.Length; column++)
        {
            row[column] = row[column - 1] + Gap(second[column - 1]);
        }

        for (int line = 1; line <= first.Length; line++)
        {
            float diagonal = row[0];
            row[0] += Gap(first[line - 1]);
            for (int column = 1; column <= second.Length; column++)
            {
                float replace = diagonal + Substitution(first[line - 1], second[column - 1]);
                diagonal = row[column];
                float gap = Math.Min(row[column] + Gap(first[line - 1]), row[column - 1] + Gap(second[column - 1]));
                row[column] = Math.Min(replace, gap);
            }
        }

        return Math.Min(1, row[second.Length] / longest);
    }

    /// <summary>The cost of hearing one phone for another: 0 the same to 1 nothing in common.</summary>
    public static float Substitution(byte left, byte right) => Costs[PhoneSet.PlainIndexOf(left), PhoneSet.PlainIndexOf(right)];

    private static int Keep(ReadOnlySpan<byte> ids, Span<byte> phones)
    {
        int count = 0;
        foreach (byte id in ids)
        {
            if (PhoneSet.IsPhone(id))
            {
                phones[count++] = id;
            }
        }

        return count;
    }

    private static float Gap(byte id) => PhoneSet.IsVowel(id) && PhoneSet.StressOf(id) == 0 ? WeakVowelGapCost : GapCost;

    private static float[,] BuildCosts()
    {
        float[,] costs = new float[PhoneSet.PlainPhoneCount, PhoneSet.PlainPhoneCount];
        for (int left = 0; left < PhoneSet.PlainPhoneCount; left++)
        {
            for (int right = 0; right < PhoneSet.PlainPhoneCount; right++)
            {
                costs[left, right] = left == right ? 0 : CostOf(PhoneSet.PlainName(left), PhoneSet.PlainName(right));
            }
        }

        return costs;
    }

    private static float CostOf(string left, string right)
    {
        bool leftVowel = VowelPlaces.TryGetValue(left, out (float Height, float Back, float Round) a);
        bool rightVowel = VowelPlaces.TryGetValue(right, out (float Height, float Back, float Round) b);
        if (leftVowel && rightVowel)
        {
            float distance = MathF.Abs(a.Height - b.Height) + MathF.Abs(a.Back - b.Back) + (0.5f * MathF.Abs(a.Round - b.Round));
            return Math.Clamp(0.15f + (0.4f * distance), 0, 0.8f);
        }

        if (leftVowel != rightVowel)
        {
            // Glides are heard as vowels and the reverse; R and ER as well.
            return (left, right) is ("W", "UW" or "UH" or "OW") or ("UW" or "UH" or "OW", "W") or ("Y", "IY" or "IH")
                or ("IY" or "IH", "Y") or ("R", "ER") or ("ER", "R") ? 0.3f : 1;
        }

        (string manner, float place, bool voiced) = ConsonantShapes[left];
        (string otherManner, float otherPlace, bool otherVoiced) = ConsonantShapes[right];
        float cost = (voiced == otherVoiced ? 0 : 0.2f) + Math.Min(0.4f, 0.12f * MathF.Abs(place - otherPlace));
        cost += manner == otherManner ? 0 : IsNear(manner, otherManner) ? 0.2f : 0.5f;
        return Math.Clamp(cost, 0.1f, 1);
    }

    private static bool IsNear(string left, string right) =>
        (left, right) is ("stop", "affricate") or ("affricate", "stop") or ("fricative", "affricate") or ("affricate", "fricative")
            or ("fricative", "approximant") or ("approximant", "fricative") or ("stop", "fricative") or ("fricative", "stop");
}
