using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Approval;

/// <summary>Whether two questions ask the same.</summary>
internal static partial class QuestionLikeness
{
    private const double SameQuestion = 0.82;
    private const double EverydayWeight = 0.4;
    private const double SimilarCredit = 0.9;

    /// <summary>True if an answer to one answers the other: the same topic words, numbers, polarity and kind.</summary>
    public static bool AreSame(string first, string second)
    {
        var a = QuestionReader.Read(first);
        var b = QuestionReader.Read(second);
        if (a.IsFollowUp || b.IsFollowUp || !KindsAgree(a.Kind, b.Kind) || IsNegative(first) != IsNegative(second))
        {
            return Normal(first) == Normal(second) && Normal(first).Length > 0;
        }

        var left = Topics(a.Text);
        var right = Topics(b.Text);
        return left.Count > 0 && right.Count > 0 && NumbersOf(left).SetEquals(NumbersOf(right)) && Likeness(left, right) >= SameQuestion;
    }

    private static double Likeness(List<Term> left, List<Term> right)
    {
        var total = left.Sum(Weight) + right.Sum(Weight);
        var shared = left.Sum(t => Weight(t) * Best(t, right)) + right.Sum(t => Weight(t) * Best(t, left));
        return shared / total;
    }

    private static double Best(Term term, List<Term> others)
    {
        var best = 0.0;
        foreach (var other in others)
        {
            var credit = other.Value == term.Value ? 1
                : Synonyms.Of(term.Value).Contains(other.Value) ? SimilarCredit
                : term.Word.Length >= 5 && Similarity.EditDistance(term.Word, other.Word, 1) <= 1 ? SimilarCredit
                : 0;
            best = Math.Max(best, credit);
        }

        return best;
    }

    private static double Weight(Term term) => CommonWords.Contains(term.Value) ? EverydayWeight : 1;

    private static List<Term> Topics(string question) =>
        [.. TermAnalyzer.Analyze(SpokenSymbols.Normalize(question)).Where(t => !t.IsPart && !StopWords.IsAsking(t.Word)).DistinctBy(t => t.Value)];

    private static HashSet<string> NumbersOf(List<Term> terms) => [.. terms.Where(t => t.Value.Any(char.IsDigit)).Select(t => t.Value)];

    private static bool KindsAgree(QuestionKind first, QuestionKind second) =>
        first == second || (IsLoose(first) && IsLoose(second));

    // "Explain X", "what is X" and "how does X work" want the same paragraph; "why" and "how many" want another.
    private static bool IsLoose(QuestionKind kind) => kind is QuestionKind.Open or QuestionKind.Definition or QuestionKind.Procedure or QuestionKind.List;

    private static bool IsNegative(string text) => Negation().IsMatch(text);

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().TrimEnd('?', '.', '!', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\b(?:not|never|without|no)\b|n['’]t\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
