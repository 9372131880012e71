using System.Collections.Concurrent;
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
    private const int MostKnown = 4_096;

    private static readonly ConcurrentDictionary<string, ReadQuestion> Known = new(StringComparer.Ordinal);

    private sealed record ReadQuestion(QuestionReading Reading, List<Term> Topics, HashSet<string> Numbers, bool IsNegative, string Normal);

    /// <summary>True if an answer to one answers the other: the same topic words, numbers, polarity and kind.</summary>
    public static bool AreSame(string first, string second)
    {
        var a = Read(first);
        var b = Read(second);
        if (a.Reading.IsFollowUp || b.Reading.IsFollowUp || !KindsAgree(a.Reading.Kind, b.Reading.Kind) || a.IsNegative != b.IsNegative)
        {
            return a.Normal == b.Normal && a.Normal.Length > 0;
        }

        return a.Topics.Count > 0 && b.Topics.Count > 0 && a.Numbers.SetEquals(b.Numbers) && Likeness(a.Topics, b.Topics) >= SameQuestion;
    }

    // A question of a full hall is compared with every other one; reading it anew each time would take most of the time.
    private static ReadQuestion Read(string question)
    {
        if (Known.Count >= MostKnown)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(question, text =>
        {
            var reading = QuestionReader.Read(text);
            var topics = Topics(reading.Text);
            return new ReadQuestion(reading, topics, NumbersOf(topics), IsNegative(text), Normal(text));
        });
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
