using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>What a word tells about where a spoken sentence begins and ends.</summary>
internal static class TranscriptWords
{
    private static readonly FrozenSet<string> StrongStarts = Words(
        "so now okay ok alright well but then let's suppose remember notice recall finally first firstly secondly next today anyway however therefore imagine consider question");

    private static readonly FrozenSet<string> Subjects = Words(
        "i we you he she they it i'm we're you're they're it's that's there's here's i'll we'll you'll i've we've what's i'd we'd there here this these those");

    private static readonly FrozenSet<string> WeakStarts = Words("what why how one another while each every also");

    private static readonly FrozenSet<string> Conditions = Words("if when because since while although whereas once after before unless");

    private static readonly FrozenSet<string> NoVerbs = Words(
        "a an the of to in on at by for with from into and or but if as than that which who whose because so when where while until my your our their his her its this these those over under between through about out up down");

    private static readonly FrozenSet<string> NeverLast = Words(
        """
        the a an of to in on at by for with from into and or but if is are was were be been being very that which who whose my your our their his her its
        i we you he she they not as than no some any every each more most because like just can could will would should may might must do does did so
        don't doesn't didn't won't can't have has had going i'm we're you're they're it's that's there's i'll we'll let's
        about against between through over under when where while how what why these those this such plus minus times equals until unless although though whether while whereas
        """);

    private static readonly FrozenSet<string> TakingObjects = Words(
        """
        want wants wanted get gets got say says said call calls called think thinks know knows mean means see saw find finds found show showed shows believe believed believes thought argued argues claimed claims realized realised noticed remember
        keep keeps kept let lets read reads learn learned other another different few have
        way time thing reason idea question moment everything anything something somebody someone anybody everybody nobody nothing else amount all whatever ask asks tell told sure proposed makes make made takes take took gives give gave published uses use used
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion point both only almost also then
        """);

    private static readonly FrozenSet<string> Numbers = Words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion");

    private static readonly FrozenSet<string> Months = Words("january february april june july august september october november december");

    private static readonly FrozenSet<string> Closings = Words("right okay ok yeah yes correct questions thanks today tomorrow week lecture anyway");

    private static readonly FrozenSet<string> Verbs = Words(
        """
        is are was were be been am has have had do does did can could will would shall should may might must get gets got go goes went come comes came make makes made take takes took
        say said see saw know knew think thought mean give gave find found keep kept let put read run ran set show tell told use want work write wrote need call look leave left bring brought begin began
        become became hold held stand stood lose lost cut pay meet met spend grow grew win won buy build built send fall fell lead led break broke start help try ask turn move follow stop speak remember add happen
        """);

    /// <summary>True for words such as "so" and "okay" with which people start afresh.</summary>
    public static bool IsStrongStart(string word) => StrongStarts.Contains(word);

    /// <summary>True for words that may be the subject of a sentence on their own.</summary>
    public static bool IsSubject(string word) => Subjects.Contains(word);

    /// <summary>True for words that sometimes start a sentence.</summary>
    public static bool IsWeakStart(string word) => WeakStarts.Contains(word);

    /// <summary>True for words that open a clause which needs another one.</summary>
    public static bool OpensCondition(string word) => Conditions.Contains(word);

    /// <summary>True for words after which no sentence ends.</summary>
    public static bool IsNeverLast(string word) => NeverLast.Contains(word);

    /// <summary>True for words after which a sentence seldom ends, because what follows completes them.</summary>
    public static bool TakesObject(string word) => TakingObjects.Contains(word);

    /// <summary>True for words that often end what somebody says.</summary>
    public static bool IsClosing(string word) => Closings.Contains(word);

    /// <summary>True for words with which "it" is the subject of a clause and not the object of the one before.</summary>
    public static bool FollowsIt(string word) =>
        LooksLikeVerb(word) || word.EndsWith("ly", StringComparison.Ordinal) || word is "just" or "also" or "always" or "never" or "still" or "only" or "all" or "then"
        || (word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal));

    /// <summary>True for the words of numbers.</summary>
    public static bool IsNumber(string word) => Numbers.Contains(word);

    /// <summary>True for the names of months, after which a day or a year follows.</summary>
    public static bool IsMonth(string word) => Months.Contains(word);

    /// <summary>True for words that are certainly no verb.</summary>
    public static bool IsNoVerb(string word) => word.Length == 0 || NoVerbs.Contains(word);

    /// <summary>True for words that may well be a verb with a tense.</summary>
    public static bool LooksLikeVerb(string word) =>
        Verbs.Contains(word) || word.Contains('\'', StringComparison.Ordinal) || word.Contains('’', StringComparison.Ordinal)
        || (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) || (word.Length > 5 && word.EndsWith('s') && word[^2] is 'e' or 't' && !word.EndsWith("ss", StringComparison.Ordinal));

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
