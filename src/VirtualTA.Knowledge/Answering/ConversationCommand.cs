using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>What a student can say about the answer before instead of asking a new question.</summary>
internal enum ConversationCommand
{
    /// <summary>An ordinary question.</summary>
    None,

    /// <summary>"Repeat", "say that again".</summary>
    Repeat,

    /// <summary>"Slower, please."</summary>
    Slower,

    /// <summary>"More detail", "go on".</summary>
    MoreDetail,

    /// <summary>"Where is that?"</summary>
    WhereIsThat,
}

/// <summary>Recognises commands.</summary>
internal static partial class CommandReader
{
    /// <summary>The command in <paramref name="question"/>, or none.</summary>
    public static ConversationCommand Read(string question)
    {
        var text = Filler().Replace(question.Trim().TrimEnd('.', '?', '!').ToLowerInvariant(), "").Trim(' ', ',');
        return Slower().IsMatch(text) ? ConversationCommand.Slower
            : Repeat().IsMatch(text) ? ConversationCommand.Repeat
            : More().IsMatch(text) ? ConversationCommand.MoreDetail
            : Where().IsMatch(text) ? ConversationCommand.WhereIsThat
            : ConversationCommand.None;
    }

    [GeneratedRegex(@"\b(?:please|could you|can you|would you|sorry|okay|ok|thanks|thank you|uh|um|a bit|a little)\b,?\s*")]
    private static partial Regex Filler();

    [GeneratedRegex(@"^(?:repeat(?: (?:that|it|the answer|this))?|say (?:that|it) again|again|once more|one more time|what did you say|pardon|i did ?n.t (?:hear|catch|get) (?:that|it)|come again)(?: (?:again|once more))?$")]
    private static partial Regex Repeat();

    [GeneratedRegex(@"^(?:(?:say|repeat|read|speak|talk|go)?\s*(?:that|it|this)?\s*(?:again)?\s*(?:more )?(?:slower|slowly|slow down)(?: again)?|slow down|too fast|that was too fast)$")]
    private static partial Regex Slower();

    [GeneratedRegex(@"^(?:(?:give|tell) me )?(?:some )?(?:more(?: details?| information| about (?:that|it|this))?|go on|continue|elaborate(?: on (?:that|it|this))?|explain (?:that|it|this)?\s*(?:in )?more(?: detail)?|in more detail|tell me more(?: about (?:that|it|this))?|what else)$")]
    private static partial Regex More();

    [GeneratedRegex(@"^(?:where (?:is|was|are|does) (?:that|it|this|they)(?: (?:written|from|said|stand|come from|in the (?:course|slides|lecture|notes)))?|where did you (?:get|find|read) (?:that|it|this)|what is (?:the|your) source|source|sources|which (?:page|slide|lecture|part)(?: is (?:that|it|this)(?: on| in)?)?|show me(?: the source| where)?|where can i (?:read|find) (?:that|it|this|more))$")]
    private static partial Regex Where();
}
