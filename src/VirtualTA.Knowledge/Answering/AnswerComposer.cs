using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Picks and orders the sentences of an answer.</summary>
internal sealed partial class AnswerComposer(PassageIndex index, QuestionReading reading, EvidenceScorer scorer, int maximumWords)
{
    private const double WorthAdding = 0.74;
    private const double NewCoverage = 0.08;
    private const int MostSentences = 4;
    private const int MostListItems = 8;
    private const int Candidates = 14;
    private const int ItemWords = 26;
    private const int WholeSlide = 44;
    private const int RoomForContext = 40;
    private const double WorthContext = 0.5;
    private const int Definers = 60;
    private const int ShortAnswer = 18;
    private const int ComfortableWords = 52;

    /// <summary>Numbers of the chosen sentences in the order in which they are said.</summary>
    /// <param name="ranked">All candidates, best first.</param>
    public List<int> Compose(IReadOnlyList<Evidence> ranked)
    {
        var chosen = new List<int>();
        if (ranked.Count == 0)
        {
            return chosen;
        }

        var seed = Seed(ranked);
        if (reading.Kind == QuestionKind.Comparison)
        {
            AddSides(ranked, chosen);
        }
        else
        {
            chosen.Add(seed);
            AddWorking(chosen, ranked);
        }

        if (KindOf(chosen[0]) == BlockKind.Speech)
        {
            Widen(chosen, ranked);
        }
        else
        {
            AddList(chosen);
            AddPoints(chosen);
            AddContinuation(chosen);
            AddMore(ranked, chosen);
        }

        return Ordered(chosen, seed);
    }

    // A definition comes first, then how the thing works.
    private int Seed(IReadOnlyList<Evidence> ranked)
    {
        var best = ranked[0];
        if (reading.Kind != QuestionKind.Definition || scorer.Defines(best.Sentence))
        {
            return best.Sentence;
        }

        foreach (var evidence in ranked.Take(Definers))
        {
            if (scorer.Defines(evidence.Sentence) && evidence.Coverage >= best.Coverage * 0.8 && SameDocument(evidence.Sentence, best.Sentence) && IsUsable(evidence.Sentence))
            {
                return evidence.Sentence;
            }
        }

        return best.Sentence;
    }

    private void AddWorking(List<int> chosen, IReadOnlyList<Evidence> ranked)
    {
        if (reading.Kind != QuestionKind.Definition || KindOf(chosen[0]) != BlockKind.Prose || !scorer.Defines(chosen[0]))
        {
            return;
        }

        var seed = chosen[0];
        if (Continuations.PointsBack(Text(seed)) && seed > 0 && SamePassage(seed - 1, seed))
        {
            chosen.Insert(0, seed - 1);
        }

        var step = ranked.Take(Candidates).Where(e => KindOf(e.Sentence) == BlockKind.ListItem && SameDocument(e.Sentence, seed) && !SamePassage(e.Sentence, seed)
            && index.Sentences[e.Sentence].Order == 0).Select(e => e.Sentence).DefaultIfEmpty(-1).First();
        for (var s = step; s >= 0 && s < index.Sentences.Count && SamePassage(s, step) && KindOf(s) == BlockKind.ListItem && IsUsable(s) && Words(chosen) + Words(s) <= maximumWords; s++)
        {
            chosen.Add(s);
        }
    }

    private void AddSides(IReadOnlyList<Evidence> ranked, List<int> chosen)
    {
        var sides = reading.Sides.Select(s => TermAnalyzer.Analyze(s).Select(t => index.Vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0).ToHashSet()).ToList();
        var both = ranked.Take(Candidates).FirstOrDefault(e => sides.All(s => s.Count > 0 && s.Any(Terms(e.Sentence).Contains)), ranked[0]);
        if (both.Score >= ranked[0].Score * 0.8)
        {
            chosen.Add(both.Sentence);
        }

        foreach (var sentence in ComparedSides.Find(index, reading, ranked))
        {
            if (!chosen.Contains(sentence) && Words(chosen) + Words(sentence) <= maximumWords)
            {
                chosen.Add(sentence);
            }
        }

        if (chosen.Count == 0)
        {
            chosen.Add(ranked[0].Sentence);
        }
    }

    private void AddList(List<int> chosen)
    {
        var seed = chosen[0];
        var isItem = KindOf(seed) == BlockKind.ListItem;
        if (isItem && reading.Kind is not (QuestionKind.List or QuestionKind.Procedure or QuestionKind.Open or QuestionKind.Definition))
        {
            return;
        }

        var start = seed;
        if (isItem)
        {
            while (start > 0 && SamePassage(start - 1, seed) && KindOf(start) == BlockKind.ListItem)
            {
                start--;
            }

            if (KindOf(start) != BlockKind.ListItem && Words(chosen) + Words(start) <= maximumWords && Text(start).EndsWith(':'))
            {
                chosen.Insert(0, start);
            }
        }
        else if (!Text(seed).EndsWith(':'))
        {
            return;
        }

        var added = 0;
        for (var s = start + 1; s < index.Sentences.Count && added < MostListItems && SamePassage(s, seed) && KindOf(s) == BlockKind.ListItem; s++)
        {
            if (!chosen.Contains(s) && Words(chosen) + Words(s) <= maximumWords && IsUsable(s))
            {
                chosen.Add(s);
                added++;
            }
        }
    }

    // One point of a slide is seldom an answer: the next ones belong to it.
    private void AddPoints(List<int> chosen)
    {
        if (KindOf(chosen[^1]) != BlockKind.ListItem || reading.Kind == QuestionKind.Comparison)
        {
            return;
        }

        var passage = index.Sentences[chosen[0]].Passage;
        var all = Enumerable.Range(index.FirstSentence[passage], index.FirstSentence[passage + 1] - index.FirstSentence[passage]).ToList();
        if (reading.Kind is not (QuestionKind.Number or QuestionKind.Who or QuestionKind.When) && all.All(s => KindOf(s) == BlockKind.ListItem && IsUsable(s)) && Words(all) <= WholeSlide)
        {
            chosen.AddRange(all.Where(s => !chosen.Contains(s)));
            return;
        }

        for (var next = chosen.Max() + 1; next < index.Sentences.Count && SamePassage(next, chosen[0]) && KindOf(next) == BlockKind.ListItem && IsUsable(next) && Words(chosen) + Words(next) <= ItemWords; next++)
        {
            chosen.Add(next);
        }
    }

    private void AddContinuation(List<int> chosen)
    {
        var next = chosen.Max() + 1;
        if (next < index.Sentences.Count && SamePassage(next, chosen[0]) && IsUsable(next) && KindOf(next) == BlockKind.Prose
            && (Continuations.Continues(Text(next)) || Words(chosen) < ShortAnswer) && Words(chosen) + Words(next) <= Math.Min(ComfortableWords, maximumWords))
        {
            chosen.Add(next);
        }
    }

    private void AddMore(IReadOnlyList<Evidence> ranked, List<int> chosen)
    {
        var limit = Math.Min(ComfortableWords + (reading.Kind is QuestionKind.Comparison or QuestionKind.List ? 12 : 0), maximumWords);
        var isPoint = KindOf(chosen[0]) == BlockKind.ListItem && reading.Kind is not (QuestionKind.List or QuestionKind.Comparison);
        var covered = scorer.Cover(chosen);
        foreach (var evidence in ranked.Skip(1).Take(Candidates))
        {
            if (chosen.Count >= MostSentences || evidence.Score < ranked[0].Score * WorthAdding)
            {
                return;
            }

            if (chosen.Contains(evidence.Sentence) || !IsUsable(evidence.Sentence) || (isPoint && !SamePassage(evidence.Sentence, chosen[0])) || Words(chosen) + Words(evidence.Sentence) > limit
                || chosen.Any(c => Overlap(c, evidence.Sentence) > 0.7))
            {
                continue;
            }

            var gained = scorer.Cover(chosen.Append(evidence.Sentence)) - covered;
            var near = evidence.Sentence > chosen[0] && SamePassage(chosen[0], evidence.Sentence);
            if (gained >= NewCoverage || (near && evidence.Score >= ranked[0].Score * 0.8))
            {
                chosen.Add(evidence.Sentence);
                covered += Math.Max(0, gained);
            }
        }
    }

    // The passage with the best sentence comes first; inside a document the order of the author is kept.
    private List<int> Ordered(List<int> chosen, int seed)
    {
        if (KindOf(seed) == BlockKind.Speech)
        {
            return [.. chosen.Distinct().Order()];
        }

        var home = index.Sentences[seed].Passage;
        return
        [
            .. chosen.Distinct()
                .OrderBy(s => index.Sentences[s].Passage == home ? 0 : index.Passages[index.Sentences[s].Passage].Source == index.Passages[home].Source ? 1 : 2)
                .ThenBy(s => s),
        ];
    }

    private double Overlap(int first, int second)
    {
        var a = Terms(first);
        var b = Terms(second);
        return a.Count == 0 || b.Count == 0 ? 0 : (double)a.Count(b.Contains) / Math.Min(a.Count, b.Count);
    }

    private HashSet<int> Terms(int sentence) => [.. index.Sentences[sentence].Terms, .. index.Headings[index.Sentences[sentence].Passage].Take(0)];

    private bool SamePassage(int first, int second) => index.Sentences[first].Passage == index.Sentences[second].Passage;

    private bool SameDocument(int first, int second) =>
        index.Passages[index.Sentences[first].Passage].Source == index.Passages[index.Sentences[second].Passage].Source;

    private bool IsUsable(int sentence) => !InjectionFilter.IsInstruction(Text(sentence)) && !SlideRoles.IsImprint(Text(sentence)) && KindOf(sentence) != BlockKind.Code;

    private string Text(int sentence) => index.Content(sentence).Text;

    private BlockKind KindOf(int sentence) => index.Content(sentence).Kind;

    private int Words(int sentence) => Text(sentence).AsSpan().Count(' ') + 1;

    private int Words(List<int> sentences) => sentences.Sum(Words);
}
