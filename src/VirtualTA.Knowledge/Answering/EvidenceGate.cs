using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Whether passages support a sentence.</summary>
/// <param name="Score">Weighted share of the sentence's words that stand in the passages, from 0 to 1.</param>
/// <param name="IsSupported">True if the sentence may be said.</param>
/// <param name="Sentence">Number of the course sentence that supports it best; −1 if none.</param>
/// <param name="IsAtOdds">True if it names a number or a name that the passages do not have, or turns their statement round.</param>
internal readonly record struct Support(double Score, bool IsSupported, int Sentence, bool IsAtOdds = false);

/// <summary>Lets only sentences pass that the course supports: their words, their numbers, their names and their polarity.</summary>
/// <param name="index">The course.</param>
/// <param name="minimumScore">Share of the words that must be supported.</param>
internal sealed partial class EvidenceGate(PassageIndex index, double minimumScore = 0.6)
{
    private const double PolarityMatters = 0.5;
    private const double CommonWeight = 0.35;

    /// <summary>Checks a sentence against passages.</summary>
    /// <param name="sentence">The sentence, without citation marks.</param>
    /// <param name="passages">Numbers of the passages.</param>
    public Support Check(string sentence, IReadOnlyList<int> passages)
    {
        var terms = TermAnalyzer.Analyze(sentence).Where(t => !t.IsPart).ToList();
        if (terms.Count == 0)
        {
            return new Support(0, false, -1);
        }

        var known = passages.SelectMany(TermsOf).ToHashSet();
        var total = 0.0;
        var found = 0.0;
        var missesFact = false;
        foreach (var term in terms)
        {
            var weight = CommonWords.Contains(term.Value) || StopWords.IsAsking(term.Word) ? CommonWeight : 1;
            var credit = Credit(term, known);
            total += weight;
            found += weight * credit;
            missesFact |= credit == 0 && IsFact(term, sentence);
        }

        var score = found / total;
        var (best, overlap) = Best(terms, passages);
        var contradicts = best >= 0 && overlap >= PolarityMatters && IsNegative(sentence) != IsNegative(TextOf(best));
        return new Support(score, score >= minimumScore && !missesFact && !contradicts, best, missesFact || contradicts);
    }

    private double Credit(Term term, HashSet<int> known)
    {
        if (index.Vocabulary.TryGetValue(term.Value, out var number) && known.Contains(number))
        {
            return 1;
        }

        foreach (var synonym in Synonyms.Of(term.Value))
        {
            if (index.Vocabulary.TryGetValue(synonym, out var other) && known.Contains(other))
            {
                return 0.8;
            }
        }

        return 0;
    }

    // Numbers and names cannot be paraphrased.
    private static bool IsFact(Term term, string sentence)
    {
        if (term.Word.Any(char.IsDigit))
        {
            return true;
        }

        var at = sentence.IndexOf(term.Word, StringComparison.OrdinalIgnoreCase);
        return at > 0 && char.IsUpper(sentence[at]) && sentence[at - 1] == ' ' && at > 1 && sentence[at - 2] is not ('.' or '?' or '!' or ':');
    }

    private IEnumerable<int> TermsOf(int passage)
    {
        IEnumerable<int> terms = index.Headings[passage];
        for (var s = index.FirstSentence[passage]; s < index.FirstSentence[passage + 1]; s++)
        {
            if (!InjectionFilter.IsInstruction(TextOf(s)))
            {
                terms = terms.Concat(index.Sentences[s].Terms);
            }
        }

        return terms;
    }

    private (int Sentence, double Overlap) Best(List<Term> terms, IReadOnlyList<int> passages)
    {
        var wanted = terms.Select(t => index.Vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0).ToHashSet();
        var best = -1;
        var overlap = 0.0;
        foreach (var passage in passages)
        {
            for (var s = index.FirstSentence[passage]; s < index.FirstSentence[passage + 1]; s++)
            {
                var shared = (double)index.Sentences[s].Terms.Distinct().Count(wanted.Contains) / terms.Count;
                if (shared > overlap && !InjectionFilter.IsInstruction(TextOf(s)))
                {
                    overlap = shared;
                    best = s;
                }
            }
        }

        return (best, overlap);
    }

    private string TextOf(int sentence) => index.Content(sentence).Text;

    /// <summary>True if a sentence denies what it speaks of.</summary>
    internal static bool IsNegative(string text) => Negation().Count(text) % 2 == 1;

    [GeneratedRegex(@"\b(?:not|never|cannot|no longer|without|neither|nor|none|nothing)\b|n['’]t\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
