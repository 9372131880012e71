using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises sentences that lean on the one before.</summary>
internal static partial class Continuations
{
    /// <summary>True if the sentence continues the one before it.</summary>
    public static bool Continues(string text) => Continuation().IsMatch(text);

    /// <summary>The pronoun with which a sentence begins, if it can be replaced by what it stands for.</summary>
    public static Match LeadingPronoun(string text) => Pronoun().Match(text);

    /// <summary>True if a spoken sentence begins with a pronoun, after whatever filler.</summary>
    public static bool OpensWithPronoun(string text) => SpokenPronoun().IsMatch(text);

    /// <summary>True if a sentence begins with "this" or "that" for a whole statement, which no noun can replace.</summary>
    public static bool RefersToStatement(string text) => Statement().IsMatch(text);

    /// <summary>True if a sentence only names what the one before describes: "They are called semantic tokens."</summary>
    public static bool NamesPrevious(string text) => Naming().IsMatch(text);

    /// <summary>True if a spoken sentence points back: "That's why …", "And this is called …".</summary>
    public static bool LeansBack(string text) => Back().IsMatch(text);

    /// <summary>True if a sentence refers to what was said before it: "… avoids this by …".</summary>
    public static bool PointsBack(string text) => ObjectPronoun().IsMatch(text);

    /// <summary>What a sentence is about: the words before its verb; null if that cannot be told.</summary>
    public static string? SubjectOf(string text)
    {
        var match = Subject().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var subject = match.Groups[1].Value.Trim();
        return subject.Length < 2 || NoSubject().IsMatch(subject) ? null : subject;
    }

    [GeneratedRegex(@"^(?:It|Its|They|Their|This|These|That|Those|He|She|Such|For example|For instance|Because of|As a result|Therefore|Hence|Thus|Otherwise|Instead|In addition|However|But|Then|The result|The second|The other)\b")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^(?:(?:so|and|but|now|okay|well|then|because) )*(?:it|its|it's|they|they're|their|he|he's|she|she's|his|her|those|these)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SpokenPronoun();

    [GeneratedRegex(@"^(It|Its|They|Their|He|She|His|Her)(?= )")]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"^(?:It|They|This|These|He|She) (?:is|are|was|were) (?:called|known as|named|termed)\b")]
    private static partial Regex Naming();

    [GeneratedRegex(@"\b(?:\w+s|\w+ed) (?:this|that)(?: (?:by|with|in|through|using)\b|[.,;]|$)")]
    private static partial Regex ObjectPronoun();

    [GeneratedRegex(@"^(?:(?:so|and|but|now|well|okay),? )*(?:that's|that is|this is|that was|those are|these are|it's called|we call (?:this|that|it))\b|\bcalled (?:that|this|it) (?:the|a)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Back();

    [GeneratedRegex(@"^(?:This|That|These|Those) (?:is|are|was|were|means|makes|gives|avoids|prevents|can|has|have|may|reduces|corrects|works|helps|happens)\b")]
    private static partial Regex Statement();

    [GeneratedRegex(@"^((?:[\w'’/().–-]+ ){1,7}?)(?:is|are|was|were|has|have|had|can|could|will|would|may|might|must|should|does|did|consists|reach(?:es|ed)|adds|turns|takes|predicts|produces|learns|decides|removes|combines|treats|means|gives|generates|joins|replaces|hides|transforms|describes|keeps|connects|compares|absorbs|tends|happens|carries|needs|works)\b")]
    private static partial Regex Subject();

    [GeneratedRegex(@"^(?:it|its|they|their|this|these|that|those|there|he|she|we|you|i|what|in|on|at|for|with|if|when|as|because|to|since|where|one|here|most|many|some|all|each|both)\b|,", RegexOptions.IgnoreCase)]
    private static partial Regex NoSubject();
}
