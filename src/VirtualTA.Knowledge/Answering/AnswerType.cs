using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Answering;

/// <summary>The noun that says what sort of thing is asked for: the lecture names the thing and not the sort.</summary>
internal static partial class AnswerType
{
    private const int LongestPhrase = 3;

    /// <summary>"areas" in "Which brain areas do skills need?", "symptoms" in "What are the symptoms of scurvy?"; null if there is none.</summary>
    public static string? Of(string question)
    {
        if (Sorts().Match(question) is { Success: true } sorts)
        {
            return sorts.Groups[1].Value.ToLowerInvariant();
        }

        if (Asked().Match(question) is not { Success: true } asked)
        {
            return null;
        }

        var words = question[(asked.Index + asked.Length)..].ToLowerInvariant().Split([' ', '?', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
        string? head = null;
        foreach (var word in words.Take(LongestPhrase + 1))
        {
            if (StopWords.IsFunction(word) || (head is not null && IsVerb(word)))
            {
                return head;
            }

            head = word;
        }

        return null;
    }

    private static bool IsVerb(string word) =>
        RelatedWords.Find(TermAnalyzer.Normalize(word)) is { IsPredicate: true } || word.EndsWith("ed", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:which|what)(?: other)? (?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|of|one|about|if|happens|happened|kind|sort|type)\b)(?=\w)", RegexOptions.IgnoreCase)]
    private static partial Regex Asked();

    [GeneratedRegex(@"^(?:what|which) (?:are|were) (?:the |some |its |their )?(?:\w+ )?(\w{3,}s) (?:of|for|in|to|that)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sorts();
}
