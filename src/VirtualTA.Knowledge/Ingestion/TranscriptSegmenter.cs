using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Cuts a transcript without punctuation into units that read like sentences.</summary>
/// <remarks>
/// Dynamic programming over all cuts: a cut is rewarded for the words on both sides and for a pause, and every unit pays
/// for being shorter or longer than people speak in one breath, for having no verb and for being half of a condition.
/// </remarks>
internal static class TranscriptSegmenter
{
    private const int LongestUnit = 40;
    private const int ShortestComfortable = 8;
    private const int LongestComfortable = 26;
    private const double PauseWeight = 0.9;
    private const double NoVerb = 1.6;
    private const double HalfCondition = 1.4;
    private const double ContactClause = 2.4;
    private const int ContactReach = 7;
    private const int ConditionReach = 7;
    private const int TopicReach = 5;

    /// <summary>The number of words in each unit, in order; the sum is the number of words.</summary>
    /// <param name="words">Lower-case words without punctuation.</param>
    /// <param name="pauses">Silence before each word in seconds, or null where times are not known.</param>
    public static List<int> Cut(IReadOnlyList<string> words, IReadOnlyList<double>? pauses)
    {
        var best = new double[words.Count + 1];
        var from = new int[words.Count + 1];
        var verbs = CountVerbs(words);
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var end = 1; end <= words.Count; end++)
        {
            for (var start = Math.Max(0, end - LongestUnit); start < end; start++)
            {
                var score = best[start] - LengthCost(end - start) - (verbs[end] == verbs[start] ? NoVerb : 0) - ConditionCost(words, start, end);
                if (score > best[end])
                {
                    best[end] = score;
                    from[end] = start;
                }
            }

            if (end < words.Count)
            {
                best[end] += Boundary(words, end) + (PauseWeight * Math.Min(pauses?[end] ?? 0, 1.5));
            }
        }

        var lengths = new List<int>();
        for (var end = words.Count; end > 0; end = from[end])
        {
            lengths.Add(end - from[end]);
        }

        lengths.Reverse();
        return lengths;
    }

    /// <summary>How surely a sentence ends between two stretches of speech; below about zero the second goes on with the first.</summary>
    /// <param name="before">The stretch before.</param>
    /// <param name="after">The stretch after.</param>
    public static double Firmness(string before, string after)
    {
        var left = Tail(before).ToList();
        return Boundary([.. left, .. after.Split(' ', 8).Take(7).Select(w => SpeechCleaner.Bare(w).ToLowerInvariant())], left.Count);
    }

    private static IEnumerable<string> Tail(string text) => text.Split(' ').TakeLast(7).Select(w => SpeechCleaner.Bare(w).ToLowerInvariant());

    private static int[] CountVerbs(IReadOnlyList<string> words)
    {
        var verbs = new int[words.Count + 1];
        for (var i = 0; i < words.Count; i++)
        {
            verbs[i + 1] = verbs[i] + (TranscriptWords.LooksLikeVerb(words[i]) ? 1 : 0);
        }

        return verbs;
    }

    private static double LengthCost(int length) => length switch
    {
        < ShortestComfortable => 0.35 * (ShortestComfortable - length),
        > LongestComfortable => 0.06 * (length - LongestComfortable) * (length - LongestComfortable) / 2.0,
        _ => 0,
    };

    // "If you take out three bases | you lose one amino acid" is one sentence.
    private static double ConditionCost(IReadOnlyList<string> words, int start, int end)
    {
        if (end >= words.Count || !(TranscriptWords.IsSubject(words[end]) || words[end] is "the" or "then" or "what"))
        {
            return 0;
        }

        while (start < end - 1 && (words[start] is "and" or "but" || TranscriptWords.IsStrongStart(words[start])))
        {
            start++;
        }

        if (TranscriptWords.OpensCondition(words[start]))
        {
            return HalfCondition;
        }

        // "… in separate rooms if both stay silent | they each get one year": the cut belongs before the condition.
        for (var i = Math.Max(start + 1, end - ConditionReach); i < end; i++)
        {
            if (words[i] is "if" or "when" && words[i - 1] is not ("even" or "as" or "what" or "only"))
            {
                return HalfCondition / 2;
            }
        }

        return 0;
    }

    private static double Boundary(IReadOnlyList<string> words, int at)
    {
        var before = words[at - 1];
        var after = words[at];
        var second = at + 1 < words.Count ? words[at + 1] : "";
        var third = at + 2 < words.Count ? words[at + 2] : "";
        var start = RepeatsTopic(words, at) ? 2
            : after is "he" or "she" && before.Length > 3 && !RelatedWords.IsListed(before) ? 0
            : after == "that's" && second is not ("why" or "how" or "called" or "all" or "because" or "what" or "where" or "when" or "right" or "it") ? 0
            : after == "so" && NamesTopic(words, at) ? 0
            : after == "well" && before is "said" or "says" or "say" or "quite" or "very" or "pretty" or "as" or "really" or "how" ? 0
            : after == "so" && IsEnumeration(words, at) ? 0 : SentenceStarts.Score(after, second, third);
        var score = -1.1 + start - Unlikely(before, after, second, start) - (QualifiesNoun(words, at) ? ContactClause : 0);
        var isFresh = after is "okay" or "alright" && (TranscriptWords.IsSubject(second) || TranscriptWords.IsStrongStart(second) || second is "and" or "the" or "any" or "good" or "how");
        if (isFresh && before is not ("the" or "a" or "an" or "of" or "to"))
        {
            return score + 0.8;
        }

        if (TranscriptWords.IsNeverLast(before) || GivenNames.Contains(before) || GivenNames.IsTitle(before) || (before.Length == 1 && after.Length == 1))
        {
            score -= 3;
        }
        else if ((TranscriptWords.TakesObject(before) && start < 2) || EndsFrontedPhrase(words, at))
        {
            score -= 1.6;
        }

        return score + (TranscriptWords.IsClosing(before) ? 0.8 : 0);
    }

    // "the shortest answer | i can give you is …": the clause belongs to the noun, for its own verb is still to come.
    private static bool QualifiesNoun(IReadOnlyList<string> words, int at)
    {
        if (words[at] is not ("i" or "we" or "you" or "they" or "he" or "she") || TranscriptWords.IsNoVerb(words[at - 1]) || TranscriptWords.IsClosing(words[at - 1]) || TranscriptWords.IsStrongStart(words[at - 1]))
        {
            return false;
        }

        for (var i = at + 2; i < Math.Min(words.Count, at + ContactReach); i++)
        {
            if (words[i] is "is" or "are" or "was" or "were")
            {
                return words[i - 1] is not ("that" or "what" or "there" or "who" or "which" or "it" or "this" or "and" or "he" or "she" or "they" or "we");
            }

            if (TranscriptWords.IsNoVerb(words[i]) && words[i] is not ("in" or "on" or "to" or "at" or "by" or "for" or "with" or "from") || TranscriptWords.IsStrongStart(words[i]))
            {
                return false;
            }
        }

        return false;
    }

    // "okay short term memory so george miller …": the topic belongs to what is said about it.
    private static bool NamesTopic(IReadOnlyList<string> words, int at)
    {
        for (var i = at - 2; i >= Math.Max(0, at - TopicReach); i--)
        {
            if (words[i] is "okay" or "alright")
            {
                return true;
            }
        }

        return false;
    }

    // No sentence begins with a verb in the past or with "of".
    private static double Unlikely(string before, string after, string second, double start) => start >= 1 ? 0
        : after is "of" or "by" or "than" or "to" or "with" or "from" or "for" or "into" or "or" or "as" ? 1.2
        : after is "them" or "him" or "me" or "us" ? 1.6
        : TranscriptWords.IsNumber(after) && (TranscriptWords.IsNumber(before) || TranscriptWords.IsMonth(before)) ? 2
        : after is "in" or "on" or "at" ? 0.5
        : TranscriptWords.LooksLikeVerb(after) && !TranscriptWords.IsSubject(after) && !TranscriptWords.IsSubject(second) ? 1.2
        : before is "though" or "although" or "even" ? 2
        : 0;

    // "we'll talk about regulation so the lac operon and so on": examples belong to what they are examples of.
    private static bool IsEnumeration(IReadOnlyList<string> words, int at)
    {
        for (var i = at + 1; i < Math.Min(words.Count - 2, at + 7); i++)
        {
            if (words[i] == "and" && words[i + 1] == "so" && words[i + 2] == "on")
            {
                return true;
            }
        }

        return false;
    }

    // "and in bacteria | there's a helper": the phrase belongs to what follows.
    private static bool EndsFrontedPhrase(IReadOnlyList<string> words, int at)
    {
        for (var start = at - 2; start >= Math.Max(1, at - 4); start--)
        {
            if ((words[start] is "in" or "for" or "from" or "with" or "on" or "at") && (words[start - 1] is "and" or "but" or "so" or "that" or "okay"))
            {
                return true;
            }
        }

        return false;
    }

    // "… is called the promoter | a promoter is …"
    private static bool RepeatsTopic(IReadOnlyList<string> words, int at)
    {
        var article = words[at] is "a" or "an" or "the" ? 1 : 0;
        for (var length = 1; length <= 2 && at >= length && at + article + length < words.Count; length++)
        {
            var same = words[at - 1].Length > 3;
            for (var i = 0; i < length && same; i++)
            {
                same = words[at - length + i] == words[at + article + i];
            }

            if (same && TranscriptWords.LooksLikeVerb(words[at + article + length]))
            {
                return true;
            }
        }

        return false;
    }
}
