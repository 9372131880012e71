using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>Chooses between the pronunciations of words that are spelled alike, by the words beside them.</summary>
internal static class Heteronyms
{
    private static readonly HashSet<string> VerbCues = new(StringComparer.OrdinalIgnoreCase)
    {
        "to", "will", "would", "can", "could", "should", "may", "might", "must", "shall", "not", "i", "you", "we", "they", "let", "let's", "please", "don't", "doesn't", "didn't", "won't", "can't", "cannot", "do", "does",
        "did", "i'll", "we'll", "you'll", "they'll", "it'll", "wouldn't", "couldn't", "shouldn't", "always", "never", "also", "then", "often", "usually", "who", "helps", "help", "automatically", "models", "networks",
    };

    private static readonly HashSet<string> NounCues = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "a", "an", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "each", "every", "any", "some", "no", "of", "in", "on", "for", "with", "by", "from", "at", "one", "another", "new",
        "first", "second", "third", "last", "next", "same", "whole", "large", "small", "single", "many", "more", "both", "all", "and", "other", "what", "which", "two", "three", "long", "short", "good", "world", "research",
    };

    private static readonly HashSet<string> PastCues = new(StringComparer.OrdinalIgnoreCase)
    {
        "have", "has", "had", "was", "were", "been", "be", "is", "are", "being", "i've", "you've", "we've", "they've", "already", "just", "he", "she", "it", "once", "well", "he'd", "she'd", "never", "having", "widely", "gets", "got",
    };

    private enum Sense
    {
        Verb,
        Noun,
        Past,
    }

    // Each entry: first pronunciation for the verb or present, second for the noun, adjective or past; * marks the usual one.
    private static readonly Dictionary<string, (Phones Verb, Phones Other, bool VerbIsUsual)> Table = Build();

    /// <summary>The pronunciation that fits the neighbours; false if the word has only one.</summary>
    public static bool TryResolve(string word, string before, string beforeThat, string after, out Phones phones)
    {
        phones = default;
        if (!Table.TryGetValue(word, out (Phones Verb, Phones Other, bool VerbIsUsual) entry))
        {
            return false;
        }

        Sense sense = Guess(word.ToLowerInvariant(), before, beforeThat, after) ?? (entry.VerbIsUsual ? Sense.Verb : Sense.Noun);
        phones = sense == Sense.Verb ? entry.Verb : entry.Other;
        return true;
    }

    private static Sense? Guess(string word, string before, string beforeThat, string after)
    {
        switch (word)
        {
            case "read":
                return before is "to" or "will" or "can" or "could" or "should" or "must" ? Sense.Verb
                    : PastCues.Contains(before) || (PastCues.Contains(beforeThat) && before is "not" or "you" or "i" or "we" or "they") || after is "yesterday" ? Sense.Past : Sense.Verb;
            case "lead":
                return after is "pipe" or "pipes" or "paint" or "poisoning" or "acid" or "battery" or "oxide" || before is "molten" ? Sense.Noun : Sense.Verb;
            case "live":
                return VerbCues.Contains(before) || before is "people" or "students" or "cells" or "animals" || after is "in" or "on" && before is not ("is" or "go" or "goes" or "was" or "are") ? Sense.Verb : Sense.Noun;
            case "close":
                return after is "to" or "enough" or "by" || before is "is" or "are" or "was" or "very" or "too" or "so" or "how" or "as" or "stay" or "come" ? Sense.Noun
                    : VerbCues.Contains(before) || after is "the" or "a" or "your" or "it" or "all" or "this" ? Sense.Verb : null;
            case "wind":
                return VerbCues.Contains(before) || after is "up" or "down" or "back" ? Sense.Verb : Sense.Noun;
            case "tear":
                return after is "down" or "apart" or "up" or "off" or "it" or "the" || before is "and" && beforeThat is "wear" ? Sense.Verb : Sense.Noun;
            case "does":
                return before is "male" or "female" or "two" ? Sense.Noun : Sense.Verb;
            case "bow":
                return after is "down" or "to" ? Sense.Verb : Sense.Noun;
            case "use" or "abuse" or "excuse" when before is "of" or "in" or "the" or "a" or "no" or "its" or "their" or "this" or "our" or "your" or "for" or "common" or "any" or "practical" or "fair":
                return Sense.Noun;
            case "uses" when before is "the" or "many" or "other" or "its" or "common" or "of" or "two" or "three" or "several" or "different":
                return Sense.Noun;
        }

        if (VerbCues.Contains(before))
        {
            return Sense.Verb;
        }

        return NounCues.Contains(before) || PastCues.Contains(before) ? Sense.Noun : null;
    }

    private static Dictionary<string, (Phones Verb, Phones Other, bool VerbIsUsual)> Build()
    {
        const string table = """
            read|R IY1 D|R EH1 D;lead|L IY1 D|L EH1 D;live|L IH1 V|*L AY1 V;wind|W AY1 N D|*W IH1 N D;tear|T EH1 R|*T IH1 R;close|*K L OW1 Z|K L OW1 S;use|Y UW1 Z|Y UW1 S;uses|Y UW1 Z IH0 Z|Y UW1 S IH0 Z;
            house|HH AW1 Z|*HH AW1 S;excuse|IH0 K S K Y UW1 Z|*IH0 K S K Y UW1 S;abuse|AH0 B Y UW1 Z|*AH0 B Y UW1 S;does|D AH1 Z|D OW1 Z;bow|B AW1|*B OW1;
            record|R AH0 K AO1 R D|*R EH1 K ER0 D;records|R AH0 K AO1 R D Z|*R EH1 K ER0 D Z;present|P R IY0 Z EH1 N T|*P R EH1 Z AH0 N T;presents|P R IY0 Z EH1 N T S|P R EH1 Z AH0 N T S;
            object|AH0 B JH EH1 K T|*AA1 B JH EH0 K T;objects|AH0 B JH EH1 K T S|*AA1 B JH EH0 K T S;subject|S AH0 B JH EH1 K T|*S AH1 B JH IH0 K T;project|P R AH0 JH EH1 K T|*P R AA1 JH EH0 K T;
            projects|P R AH0 JH EH1 K T S|*P R AA1 JH EH0 K T S;contract|K AH0 N T R AE1 K T|*K AA1 N T R AE2 K T;content|K AH0 N T EH1 N T|*K AA1 N T EH0 N T;conflict|K AH0 N F L IH1 K T|*K AA1 N F L IH0 K T;
            contest|K AH0 N T EH1 S T|*K AA1 N T EH0 S T;convict|K AH0 N V IH1 K T|*K AA1 N V IH0 K T;desert|D IH0 Z ER1 T|*D EH1 Z ER0 T;increase|IH0 N K R IY1 S|IH1 N K R IY2 S;increases|IH0 N K R IY1 S IH0 Z|IH1 N K R IY2 S IH0 Z;
            decrease|D IH0 K R IY1 S|D IY1 K R IY2 S;insert|IH0 N S ER1 T|IH1 N S ER0 T;permit|P ER0 M IH1 T|P ER1 M IH0 T;produce|P R AH0 D UW1 S|P R OW1 D UW0 S;progress|P R AH0 G R EH1 S|*P R AA1 G R EH2 S;
            protest|P R AH0 T EH1 S T|*P R OW1 T EH2 S T;rebel|R IH0 B EH1 L|*R EH1 B AH0 L;refund|R IH0 F AH1 N D|*R IY1 F AH2 N D;refuse|R AH0 F Y UW1 Z|R EH1 F Y UW2 S;reject|R IH0 JH EH1 K T|R IY1 JH EH0 K T;
            separate|S EH1 P ER0 EY2 T|*S EH1 P R AH0 T;estimate|EH1 S T AH0 M EY2 T|*EH1 S T AH0 M AH0 T;estimates|EH1 S T AH0 M EY2 T S|*EH1 S T AH0 M AH0 T S;graduate|G R AE1 JH AH0 W EY2 T|*G R AE1 JH AH0 W AH0 T;
            associate|AH0 S OW1 SH IY0 EY2 T|AH0 S OW1 SH IY0 AH0 T;appropriate|AH0 P R OW1 P R IY0 EY2 T|*AH0 P R OW1 P R IY0 AH0 T;moderate|M AA1 D ER0 EY2 T|*M AA1 D ER0 AH0 T;deliberate|D IH0 L IH1 B ER0 EY2 T|*D IH0 L IH1 B ER0 AH0 T;
            duplicate|D UW1 P L AH0 K EY2 T|*D UW1 P L AH0 K AH0 T;alternate|AO1 L T ER0 N EY2 T|*AO1 L T ER0 N AH0 T;approximate|AH0 P R AA1 K S AH0 M EY2 T|*AH0 P R AA1 K S AH0 M AH0 T;articulate|AA0 R T IH1 K Y AH0 L EY2 T|AA0 R T IH1 K Y AH0 L AH0 T;
            elaborate|IH0 L AE1 B ER0 EY2 T|IH0 L AE1 B R AH0 T;advocate|AE1 D V AH0 K EY2 T|*AE1 D V AH0 K AH0 T;delegate|D EH1 L AH0 G EY2 T|*D EH1 L AH0 G AH0 T;coordinate|K OW0 AO1 R D AH0 N EY2 T|*K OW0 AO1 R D AH0 N AH0 T;
            invalid|IH1 N V AH0 L AH0 D|IH0 N V AE1 L AH0 D;perfect|P ER0 F EH1 K T|*P ER1 F IH0 K T;attribute|AH0 T R IH1 B Y UW2 T|*AE1 T R AH0 B Y UW2 T;attributes|AH0 T R IH1 B Y UW2 T S|*AE1 T R AH0 B Y UW2 T S;
            compound|K AH0 M P AW1 N D|*K AA1 M P AW2 N D;compact|K AH0 M P AE1 K T|*K AA1 M P AE2 K T;converse|K AH0 N V ER1 S|*K AA1 N V ER0 S;export|IH0 K S P AO1 R T|EH1 K S P AO0 R T;import|IH0 M P AO1 R T|IH1 M P AO2 R T;
            extract|IH0 K S T R AE1 K T|EH1 K S T R AE2 K T;transfer|T R AE0 N S F ER1|*T R AE1 N S F ER0;transport|T R AE0 N S P AO1 R T|*T R AE1 N S P AO0 R T;upset|AH0 P S EH1 T|AH1 P S EH2 T;update|AH0 P D EY1 T|*AH1 P D EY2 T;
            updates|AH0 P D EY1 T S|*AH1 P D EY2 T S;console|K AH0 N S OW1 L|*K AA1 N S OW0 L;impact|IH0 M P AE1 K T|*IH1 M P AE0 K T;discount|D IH0 S K AW1 N T|*D IH1 S K AW0 N T;segment|S EH0 G M EH1 N T|*S EH1 G M AH0 N T;
            conduct|K AH0 N D AH1 K T|K AA1 N D AH0 K T;construct|K AH0 N S T R AH1 K T|K AA1 N S T R AH0 K T;contrast|K AH0 N T R AE1 S T|*K AA1 N T R AE0 S T;address|AH0 D R EH1 S|*AE1 D R EH2 S;addict|AH0 D IH1 K T|*AE1 D IH0 K T;
            suspect|S AH0 S P EH1 K T|*S AH1 S P EH2 K T;survey|S ER0 V EY1|*S ER1 V EY2;torment|T AO0 R M EH1 N T|*T AO1 R M EH2 N T;retake|R IY0 T EY1 K|*R IY1 T EY2 K;replay|R IY0 P L EY1|*R IY1 P L EY2;recap|R IY0 K AE1 P|*R IY1 K AE2 P
            """;
        Dictionary<string, (Phones, Phones, bool)> entries = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in table.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('|');
            entries[parts[0]] = (Phones.Parse(parts[1].TrimStart('*')), Phones.Parse(parts[2].TrimStart('*')), !parts[2].StartsWith('*'));
        }

        return entries;
    }
}
