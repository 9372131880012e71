namespace VirtualTA.Core.Listening;

/// <summary>What words alone tell about whether more will come.</summary>
internal static class SpokenWords
{
    /// <summary>Words that promise more to come, and sounds that hold the floor.</summary>
    private static readonly HashSet<string> Unfinished = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "but", "because", "so", "if", "when", "while", "although", "since", "that", "which", "who", "whose", "than",
        "the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "these", "those",
        "of", "to", "in", "on", "at", "for", "with", "from", "by", "about", "between", "into", "like", "as",
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "would", "should", "will", "be", "have", "has",
        "um", "uh", "er", "erm", "hmm", "well", "let", "i", "we", "you", "what", "how", "why", "where", "not", "very",
        "through", "under", "over", "without", "until", "unless", "whether", "before", "after", "during", "every", "each", "no",
        "am", "been", "being", "had", "may", "might", "must", "shall", "cannot", "he", "she", "they", "it's", "i'm", "there",
    };

    private static readonly HashSet<string> Opening = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "how", "why", "when", "where", "who", "which", "is", "are", "does", "do", "did", "can", "could", "would", "should",
        "will", "was", "were", "explain", "tell", "describe", "define", "give", "compare", "show", "name", "list", "repeat", "stop",
    };

    private static readonly HashSet<string> Auxiliary = new(StringComparer.OrdinalIgnoreCase)
    {
        "do", "does", "did", "can", "could", "would", "should", "will", "must", "may", "might", "to",
    };

    private static readonly HashSet<string> Interrogative = new(StringComparer.OrdinalIgnoreCase) { "what", "how", "why", "when", "where", "who", "which" };

    public static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the last word cannot be the last of a sentence.</summary>
    public static bool AreUnfinished(string[] words) =>
        words.Length > 0 && !HaveFullStop(words) && Unfinished.Contains(words[^1].TrimEnd(',', ';', ':')) && !CloseAQuestion(words);

    /// <summary>Whether the recogniser itself ended the sentence.</summary>
    public static bool HaveFullStop(string[] words) => words.Length > 0 && words[^1][^1] is ('?' or '.' or '!');

    /// <summary>Whether the last word answers to one before: "what does it do", "explain what it is".</summary>
    private static bool CloseAQuestion(string[] words) => AreQuestion(words) && words[^1] switch
    {
        "do" => words[1..^2].Any(Auxiliary.Contains),
        "is" or "are" or "does" => words[1..^2].Any(Interrogative.Contains),
        _ => false,
    };

    /// <summary>Whether they begin as questions and requests do and are long enough to be one.</summary>
    public static bool AreQuestion(string[] words) => words.Length >= 3 && Opening.Contains(words[0].TrimEnd(','));
}
