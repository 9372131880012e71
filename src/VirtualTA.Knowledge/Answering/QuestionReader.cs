using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Finds out what a question asks for.</summary>
internal static partial class QuestionReader
{
    /// <summary>Reads a question.</summary>
    public static QuestionReading Read(string question)
    {
        var text = Politeness().Replace(question.Trim(), "").Trim();
        text = text.Length == 0 ? question.Trim() : text;
        var lower = Spaces().Replace(QuestionPhrases.Plain(text).ToLowerInvariant().TrimEnd('?', '.', '!', ' '), " ");
        lower = Leading().Replace(lower, "");
        var reading = ReadKind(text, lower);
        return reading with { IsFollowUp = IsFollowUp(lower) };
    }

    private static QuestionReading ReadKind(string text, string lower)
    {
        if (Comparison().Match(lower) is { Success: true } comparison)
        {
            return new QuestionReading(text, QuestionKind.Comparison) { Sides = [Side(comparison, "a"), Side(comparison, "b")] };
        }

        if (!HowDoes().IsMatch(lower) && HowMany().Match(lower) is { Success: true } number)
        {
            return new QuestionReading(text, QuestionKind.Number) { Measured = number.Groups["what"].Value };
        }

        if (When().IsMatch(lower))
        {
            return new QuestionReading(text, QuestionKind.When);
        }

        if (Who().IsMatch(lower))
        {
            return new QuestionReading(text, QuestionKind.Who);
        }

        if (Why().IsMatch(lower))
        {
            return new QuestionReading(text, QuestionKind.Reason);
        }

        if (Enumeration().IsMatch(lower))
        {
            return new QuestionReading(text, QuestionKind.List);
        }

        if (Measure().Match(lower) is { Success: true } measure)
        {
            return new QuestionReading(text, QuestionKind.Number) { Measured = measure.Groups["what"].Value };
        }

        if (Definition().Match(lower) is { Success: true } definition && definition.Groups["what"].Value.Split(' ').Length <= 6)
        {
            return new QuestionReading(text, QuestionKind.Definition) { Subject = Article().Replace(definition.Groups["what"].Value, "") };
        }

        if (Procedure().IsMatch(lower))
        {
            return new QuestionReading(text, QuestionKind.Procedure);
        }

        return new QuestionReading(text, YesNo().IsMatch(lower) ? QuestionKind.YesNo : QuestionKind.Open);
    }

    private static bool IsFollowUp(string lower)
    {
        var words = lower.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Continues().IsMatch(lower) || (words.Length <= 9 && Pronoun().IsMatch(lower)) || (words.Length <= 2 && words.Length > 0 && words[0] is "why" or "how" or "when" or "who" or "where");
    }

    private static string Side(Match match, string name) => Article().Replace(match.Groups[name].Value.Trim(), "");

    [GeneratedRegex(@"^(?:(?:hi|hello|hey|okay|ok|so|um|uh|well|please|excuse me|sorry|thanks)[,.!]?\s+|(?:can|could|would|will) you (?:please )?(?:tell|explain|remind|show)(?: to)?(?: (?:me|us))?\s+|(?:please )?(?:tell|remind) (?:me|us)\s+|i (?:would|'d) like to know\s+|i (?:want|wanted) to (?:know|ask)\s+|(?:do you|does anyone) know\s+|i was wondering\s+|my question is\s+|(?:according to|in) (?:the|this|today's) (?:course|lecture|slides|notes),?\s+)+", RegexOptions.IgnoreCase)]
    private static partial Regex Politeness();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?:and|but|so|then|also|or)\s+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?:what about|how about|what if|and\b|what else|anything else|which one|in what way|for example)|\b(?:more about (?:it|that|this)|the (?:former|latter|second one|first one|other one))\b")]
    private static partial Regex Continues();

    [GeneratedRegex(@"\b(?:it|its|they|them|their|he|she|his|her|those|these|that one|this one)\b|\b(?:of|about|does|is|do|with|in|to) (?:this|that)$")]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\bdifferences? (?:is there )?between (?<a>.+?) and (?<b>.+)$|\bhow (?:does|do|is|are) (?<a>.+?) (?:differ(?:ent)?|compare[ds]?) (?:from|to|with) (?<b>.+)$|^compare (?<a>.+?) (?:and|with|to) (?<b>.+)$|^(?:is|are|does|do|why (?:is|are)) (?<a>.+?) (?:\w+er|better|worse|more \w+|less \w+)(?: \w+)? than (?<b>.+)$|^what distinguishes (?<a>.+?) from (?<b>.+)$|^which (?:is|one is|of them is) .+?, (?<a>.+?) or (?<b>.+)$|^(?<a>[\w -]+?) (?:versus|vs\.?) (?<b>.+)$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?:how|why) (?:does|do|did|is|are|was|were|can|could|should|would|will)\b.* how (?:many|much|long|far)\b")]
    private static partial Regex HowDoes();

    [GeneratedRegex(@"\bhow (?:many|much) (?<what>\w+(?: \w+)?)|\bhow (?:long|fast|far|large|big|often|high|tall|old|deep|wide|heavy|small|low|slow|late|hot|loud)\b(?<what>)|\bto what extent\b(?<what>)")]
    private static partial Regex HowMany();

    [GeneratedRegex(@"\b(?:what|which) (?:is |are |was |were )?(?:the |its |their |a |an )?(?:\w+ ){0,3}(?<what>rate|size|number|frequency|percentage|percent|width|length|dimension|dimensions|duration|cost|price|weight|score|value|speed|bit rate|bitrate|ratio|share|temperature|probability|depth|height|distance|range|amount|factor|latency|delay|threshold|age|population|error)\b")]
    private static partial Regex Measure();

    [GeneratedRegex(@"^(?:by|until|till|from|since) when\b|\b(?:at|on|in|until|by) (?:what|which) (?:moment|point|stage|time|day|date)\b|^when\b(?! (?:can|could|do|does|should|must|may|might)\b(?!.*\b(?:due|start|begin|end|open|close|take place|meet)\b))|\b(?:what|which|in what|in which) (?:year|date|month|day|century|time)\b|\bsince when\b|\bhow long ago\b")]
    private static partial Regex When();

    [GeneratedRegex(@"^who\b|^whose\b|\bby whom\b|\bwhich (?:person|company|scientist|author|researcher|researchers|team|lab|group|king|emperor|president|university)\b|\bwhat company\b")]
    private static partial Regex Who();

    [GeneratedRegex(@"^(?:but )?why\b|\bwhat(?:['’]s| is| was| are| were) the (?:\w+ )?reasons?\b|\bhow come\b|\bfor what reason\b|\bwhat (?:causes|caused|cause)\b|\bwhat makes\b")]
    private static partial Regex Why();

    [GeneratedRegex(@"^(?:list|name|enumerate)\b|\b(?:what|which) (?:are|were) (?:the |some )?(?:two|three|four|five|six|seven|\d+|main|different|various|key|typical|common)?\s*(?:\w+ )?(?:\w+s)\b(?! (?:is|are)\b)|\bwhat (?:kinds|types|parts|steps|stages|losses|remedies|ways|reasons|methods|examples|components)\b|\bwhich (?:\w+ )?(?:kinds|types|parts|steps|stages|losses|remedies|ways|reasons|methods|examples|components|settings|measures)\b")]
    private static partial Regex Enumeration();

    [GeneratedRegex(@"^(?:what (?:do|does|did) (?:we|you|they|people|one|economists|engineers|scientists|lawyers) (?:mean|understand) by|what (?:exactly |actually )?counts as|what exactly (?:is|are)|what(?:['’]?s| is| are| was| were| does| do)(?: exactly| actually)?|define|explain|describe|what is meant by|what do you mean by) (?:the (?:meaning|definition|idea|concept|term) of )?(?<what>.+?)(?: mean| means| stand for| called)?$")]
    private static partial Regex Definition();

    [GeneratedRegex(@"^how\b|\bwhat (?:are the )?steps\b|\bin what way\b|\bwhat happens\b|\bhow to\b|\bhow (?:does|do|can|is|are)\b")]
    private static partial Regex Procedure();

    [GeneratedRegex(@"^(?:is|are|was|were|do|does|did|can|could|should|must|may|will|would|has|have|had|need|isn't|aren't|doesn't|don't|can't)\b")]
    private static partial Regex YesNo();

    [GeneratedRegex(@"^(?:a|an|the|some|any|its|their)\s+")]
    private static partial Regex Article();
}
