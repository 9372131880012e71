using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Answering;

/// <summary>How a lecturer explains a term aloud: no question mark parts the question from what is said about it.</summary>
internal sealed partial class KindFeatures
{
    private const int WordsBefore = 6;
    private const int LeastAnswer = 5;
    private const double AskedAndSaidBonus = 1;

    // "so what is an ion | well if you take away …": the lecturer asks the same and says it, in one breath or in the next.
    private double AskedAndSaid(int number, string text) =>
        _subject.Count > 0 && (Wonders(text, answers: true) || (number > 0 && KindOf(number - 1) == BlockKind.Speech && Wonders(Text(number - 1), answers: false))) ? AskedAndSaidBonus : 0;

    private bool Wonders(string text, bool answers)
    {
        if (!text.Contains("what", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Mentions(words).Any(m => words.Length - m.End >= LeastAnswer == answers && Wondered().IsMatch(string.Join(' ', words[Math.Max(0, m.Start - WordsBefore)..m.Start])));
    }

    private string Text(int number) => _index.Content(number).Text;

    // Stretches of words that name the whole subject and nothing else.
    private IEnumerable<(int Start, int End)> Mentions(string[] words)
    {
        for (var start = 0; start < words.Length; start++)
        {
            var missing = new HashSet<int>(_subject);
            for (var end = start; end < words.Length && end < start + (2 * _subject.Count) + 1; end++)
            {
                var term = Term(words[end]);
                if (term < 0 && (end == start || !StopWords.IsFunction(SpeechCleaner.Bare(words[end]).ToLowerInvariant())))
                {
                    break;
                }

                if (term >= 0 && !_subject.Contains(term))
                {
                    break;
                }

                missing.Remove(term);
                if (missing.Count == 0)
                {
                    yield return (start, end + 1);
                    break;
                }
            }
        }
    }

    private int Term(string word)
    {
        var terms = TermAnalyzer.Analyze(word);
        return terms.Count == 0 ? -1 : _index.Vocabulary.GetValueOrDefault(terms[0].Value, -1);
    }

    [GeneratedRegex(@"\bwhat(?:'s| is| are| was| were| do (?:we|i|you|they) mean by| does)(?: (?:a|an|the|this|that|exactly|actually|then|so|called))*$", RegexOptions.IgnoreCase)]
    private static partial Regex Wondered();
}
