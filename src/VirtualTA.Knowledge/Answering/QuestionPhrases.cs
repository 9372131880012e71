using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Puts roundabout expressions of spoken English into the one word that they stand for.</summary>
internal static partial class QuestionPhrases
{
    private static readonly (Regex Phrase, string Plain)[] Phrases =
    [
        (Invented(), "invented"),
        (Wrong(), " is the problem with"),
        (WentWrong(), "was the problem with"),
        (Purpose(), "purpose"),
        (Happens(), "happens"),
        (Removes(), "removes"),
        (Finds(), "discovers"),
        (Endures(), ""),
        (Handles(), "handles"),
        (Performs(), "performs"),
        (Responsible(), "does"),
        (Aloud(), "loud"),
    ];

    /// <summary>The question in plainer words.</summary>
    public static string Plain(string question)
    {
        question = Owner().Replace(Initials().Replace(question, m => m.Value.Replace(".", "", StringComparison.Ordinal)), "");
        foreach (var (phrase, plain) in Phrases)
        {
            question = phrase.Replace(question, plain);
        }

        return question;
    }

    [GeneratedRegex(@"\b(?:[A-Za-z]\.){2,}")]
    private static partial Regex Initials();

    [GeneratedRegex(@"(?<=\w{2})(?<!\b(?:what|who|where|when|how|why|it|that|there|here|let))['’]s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Owner();

    [GeneratedRegex(@"\b(?:(?:came|come|comes) up with|thought (?:of|up)|(?:had|has) the (?:idea|notion)(?: of| that| to| for)?|(?:is|was) the (?:brain|person|man|woman|scientist|one) behind)(?: the (?:idea|concept|notion)(?: of| that| to| for)?)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Invented();

    [GeneratedRegex(@"(?<=\bwhat)(?:'s|’s| is) wrong with\b", RegexOptions.IgnoreCase)]
    private static partial Regex Wrong();

    [GeneratedRegex(@"\b(?:went|goes|go|gone) wrong (?:with|in|at)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WentWrong();

    [GeneratedRegex(@"(?<=\bthe )(?:point|use)(?= of\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Purpose();

    [GeneratedRegex(@"\b(?:takes?|took|taking) place\b|\bgo(?:es|ing)? on\b|\bwent on\b", RegexOptions.IgnoreCase)]
    private static partial Regex Happens();

    [GeneratedRegex(@"\b(?:throws?|threw|kicks?|kicked) out\b|\bgets? rid of\b|\bgot rid of\b", RegexOptions.IgnoreCase)]
    private static partial Regex Removes();

    [GeneratedRegex(@"\b(?:finds?|found|figured?|figures) out\b", RegexOptions.IgnoreCase)]
    private static partial Regex Finds();

    [GeneratedRegex(@"\b(?:ends?|ended) up\b|\bin order(?= to\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Endures();

    [GeneratedRegex(@"\b(?:deals?|dealt|copes?) with\b", RegexOptions.IgnoreCase)]
    private static partial Regex Handles();

    [GeneratedRegex(@"\b(?:carry|carries|carried) out\b", RegexOptions.IgnoreCase)]
    private static partial Regex Performs();

    [GeneratedRegex(@"\b(?:is|are) (?:\w+ )?responsible for\b|\b(?:is|are) in charge of\b", RegexOptions.IgnoreCase)]
    private static partial Regex Responsible();

    [GeneratedRegex(@"\bout loud\b", RegexOptions.IgnoreCase)]
    private static partial Regex Aloud();
}
