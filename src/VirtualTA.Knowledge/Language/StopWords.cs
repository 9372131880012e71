using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Words that carry no topic.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Function = Words(
        """
        a an the this that these those and or but nor so if then than as at by for from in into of off on onto out over to up with within without
        about above after again against all also am any are aren't be because been before being below between both can can't cannot could did
        didn't do does doesn't doing don't down during each else ever few further get gets got had has have having he her here hers him his how however
        i i'd i'll i'm i've is isn't it it's its itself just let let's like may me might mine more most much must my no not now one ones only other others our
        ours own per quite rather same shall she should some such their theirs them there there's they they're thing things too under until upon us use used
        uses using very via was was wasn't we we'll we're we've were were weren't what what's when where which while who whom whose why will won't would
        you you'll you're your yours yes okay ok well really actually basically maybe thus hence therefore whether yet still
        """);

    private static readonly FrozenSet<string> Asking = Words(
        """
        explain describe define tell say says said talk talks discuss discussed mention mentioned mean means meaning please give name list know
        question answer course lecture lecturer professor teacher instructor slide slides page pages material notes text called kind sort type
        exactly briefly summarize summarise summary according want wanted understand help show example many much long often far come
        work works happen happens go goes going make makes made need needs needed think thought something anything someone
        definition term word idea concept
        """);

    /// <summary>A word that never identifies a topic.</summary>
    public static bool IsFunction(string word) => Function.Contains(word);

    /// <summary>A word that questions use to ask and not to name what they ask about.</summary>
    public static bool IsAsking(string word) => Asking.Contains(word);

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
