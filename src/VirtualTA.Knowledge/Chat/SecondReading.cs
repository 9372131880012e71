using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Chat;

/// <summary>Reads what was said once more, against the whole course and sentence by sentence, while the voice still speaks.</summary>
/// <remarks>
/// The gate in front of the voice asks whether the cited passages hold the words of a sentence. Here a figure must stand with what it counts,
/// and no other place of the course may deny what was said.
/// </remarks>
/// <param name="index">The course.</param>
internal sealed class SecondReading(PassageIndex index)
{
    private const int Passages = 10;
    private const int FewestTerms = 2;
    private const double SameStatement = 0.6;
    private const double SamePolarity = 0.75;

    /// <summary>Number of the course sentence that contradicts what was said; −1 if none does.</summary>
    /// <param name="said">The sentence as it was said, without citation marks.</param>
    public int Contradiction(string said)
    {
        var topics = Topics(said);
        if (topics.Count < FewestTerms)
        {
            return -1;
        }

        var figures = StatedFigure.Of(said);
        var against = -1;
        var strongest = 0.0;
        var agreement = 0.0;
        var query = topics.Select(t => new QueryTerm("", 0.4 + (0.6 * index.Rarity(t)), [(t, 1)])).ToList();
        foreach (var hit in index.Search(query, Passages))
        {
            for (var s = index.FirstSentence[hit.Passage]; s < index.FirstSentence[hit.Passage + 1]; s++)
            {
                var text = TextOf(s);
                var overlap = Overlap(topics, s);
                if (overlap < SameStatement || InjectionFilter.IsInstruction(text))
                {
                    continue;
                }

                var there = StatedFigure.Of(text);
                if (Agrees(said, figures, text, there, overlap))
                {
                    agreement = Math.Max(agreement, overlap);
                    continue;
                }

                if (overlap > strongest && (Differs(figures, there) || (overlap >= SamePolarity && EvidenceGate.IsNegative(said) != EvidenceGate.IsNegative(text))))
                {
                    strongest = overlap;
                    against = s;
                }
            }
        }

        // What agrees must be at least as much about the same thing as what contradicts.
        return strongest > agreement ? against : -1;
    }

    // The same statement with the same figures.
    private static bool Agrees(string said, List<StatedFigure> figures, string text, List<StatedFigure> there, double overlap) =>
        EvidenceGate.IsNegative(said) == EvidenceGate.IsNegative(text)
        && (figures.Count == 0 ? overlap >= SamePolarity : figures.All(f => there.Any(t => t.Value == f.Value && t.Counted.Overlaps(f.Counted))));

    // "39 million parameters" and "1,550 million parameters" count the same thing.
    private static bool Differs(List<StatedFigure> figures, List<StatedFigure> there) =>
        figures.Any(f => there.Count > 0 && there.All(t => t.Value != f.Value || !t.Counted.Overlaps(f.Counted)) && there.Any(t => t.Counted.Overlaps(f.Counted)));

    private double Overlap(HashSet<int> topics, int sentence) => (double)topics.Count(index.Sentences[sentence].Terms.Contains) / topics.Count;

    private HashSet<int> Topics(string text) =>
    [
        .. TermAnalyzer.Analyze(text).Where(t => !t.IsPart && !CommonWords.Contains(t.Value) && !char.IsDigit(t.Word[0]))
            .Select(t => index.Vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0),
    ];

    private string TextOf(int sentence) => index.Content(sentence).Text;
}
