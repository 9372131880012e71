namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Words that sentences of speech without punctuation start with.</summary>
internal static class SentenceStarts
{
    private const double Clause = 1.3;

    /// <summary>How likely a sentence starts with these words; 0 for no sign of it, about 2 for a sure one, less than 0 for a sign against it.</summary>
    /// <param name="after">The first word, lower case.</param>
    /// <param name="second">The one after it, or empty.</param>
    /// <param name="third">The next, or empty.</param>
    public static double Score(string after, string second, string third)
    {
        if (TranscriptWords.IsStrongStart(after))
        {
            return IsInsideClause(after, second, third) ? 0 : 2.2;
        }

        // "… a student asked me whether …" takes up something else.
        if (second is "asked" or "asks" || (third is "asked" or "asks" && after is "a" or "some"))
        {
            return 1.5;
        }

        if (after == "if")
        {
            return 0.9;
        }

        if (after == "and")
        {
            return (second, third) is ("so", "on") ? 0
                : TranscriptWords.IsStrongStart(second) && !IsInsideClause(second, third, "") ? 1.9
                : Subject(second, third) >= Clause || second is "if" or "when" ? 1.9
                : second is "one" && TranscriptWords.LooksLikeVerb(third) ? 1.5
                : second is "the" or "in" or "with" or "for" or "from" or "then" ? 1.3
                : -0.6;
        }

        if ((after, second) is ("for", "example") or ("for", "instance") or ("in", "other") or ("in", "fact")
            || (after, second, third) is ("on", "the", "other") or ("at", "the", "end") or ("at", "the", "same"))
        {
            return 1.7;
        }

        if ((after, second) is ("the", "first") or ("the", "second") or ("the", "third") or ("the", "last") or ("the", "simplest") or ("the", "reason") or ("the", "answer") or ("the", "idea"))
        {
            return 1.5;
        }

        // "the cloud is …", "a typical bacterium is …"
        var noun = after is "the" or "a" or "an" or "these" or "my" or "our" or "his" or "their" && third is "is" or "are" or "was" or "were" or "has" or "had" or "can" or "will" ? 1.0 : 0;
        return Math.Max(noun, Math.Max(Subject(after, second), TranscriptWords.IsWeakStart(after) ? 0.4 : 0));
    }

    // "it" before a preposition, an article or a conjunction is the object of the clause before.
    private static double Subject(string word, string next) => !TranscriptWords.IsSubject(word) ? 0
        : word is "this" or "these" or "those" ? (TranscriptWords.LooksLikeVerb(next) ? Clause : 0.4)
        : word is "it" && !TranscriptWords.FollowsIt(next) ? 0
        : word is "it" or "you" or "there" or "here" && TranscriptWords.IsNoVerb(next) ? 0
        : Clause;

    private static bool IsInsideClause(string word, string next, string third) => word switch
    {
        "so" => (next is "that" && !TranscriptWords.LooksLikeVerb(third)) || next is "much" or "many" or "far" or "on" or "long" or "bad" or "good" or "strictly" or "well" or "called" or "few" or "little",
        "well" => next is "over" or "under" or "above" or "below" or "known" or "as" or "defined",
        "next" when next is "week" or "time" or "lecture" or "class" => false,
        "today" or "question" or "first" or "next" or "second" => TranscriptWords.IsNoVerb(next) || !(TranscriptWords.IsSubject(next) || next is "the" or "what"),
        "now" => next is "on" or "and",
        "then" => next is "and",
        _ => false,
    };
}
