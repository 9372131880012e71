using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Finds for each of the things compared the sentence that says most about it.</summary>
internal static class ComparedSides
{
    private const int Candidates = 150;
    private const double AboutIt = 0.35;
    private const double FollowsName = 0.15;

    /// <summary>One sentence for each side, or nothing where a side is not in the course.</summary>
    /// <param name="index">The course.</param>
    /// <param name="reading">The question.</param>
    /// <param name="ranked">All candidates, best first.</param>
    public static IReadOnlyList<int> Find(PassageIndex index, QuestionReading reading, IReadOnlyList<Evidence> ranked)
    {
        var found = new List<int>();
        if (reading.Kind != QuestionKind.Comparison)
        {
            return found;
        }

        var sides = reading.Sides.Select(s => Terms(index, s)).ToList();
        foreach (var side in sides)
        {
            // What both sides share ("a hard link and a symbolic link") does not tell them apart.
            var own = side.Where(t => sides.All(s => ReferenceEquals(s, side) || !s.Contains(t))).ToHashSet();
            var best = side.Contains(-1) || own.Count == 0 ? -1 : Best(index, own, side, ranked, found);
            if (best < 0)
            {
                return [];
            }

            found.Add(best);
        }

        return found;
    }

    private static HashSet<int> Terms(PassageIndex index, string side)
    {
        var terms = TermAnalyzer.Analyze(SpokenSymbols.Normalize(side));
        var whole = terms.Where(t => !t.IsPart && !CommonWords.Contains(t.Value)).ToList();
        return [.. (whole.Count > 0 ? whole : terms).Select(t => Known(index, t, terms))];
    }

    // "HiFi-GAN" may be written "hifi gan": then its rarest part stands for it.
    private static int Known(PassageIndex index, Term term, List<Term> all)
    {
        if (index.Vocabulary.TryGetValue(term.Value, out var number))
        {
            return number;
        }

        var parts = all.Where(t => t.IsPart && term.Word.Contains(t.Word, StringComparison.Ordinal)).Select(t => index.Vocabulary.GetValueOrDefault(t.Value, -1)).ToList();
        return parts.Count > 0 && !parts.Contains(-1) ? parts.MaxBy(index.Rarity) : -1;
    }

    private static int Best(PassageIndex index, HashSet<int> own, HashSet<int> side, IReadOnlyList<Evidence> ranked, List<int> taken)
    {
        var best = -1;
        var highest = double.NegativeInfinity;
        foreach (var evidence in ranked.Take(Candidates))
        {
            var sentence = index.Sentences[evidence.Sentence];
            var kind = index.Passages[sentence.Passage].Sentences[sentence.Order].Kind;
            if (!side.All(sentence.Terms.Contains) || taken.Contains(evidence.Sentence) || kind == BlockKind.Code || Announcements.IsAnnouncement(index, evidence.Sentence))
            {
                continue;
            }

            var first = Array.FindIndex(sentence.Terms, own.Contains);
            var score = evidence.Score + (first == 0 ? AboutIt : first <= 2 ? FollowsName : 0) - (sentence.Terms.Length < 4 ? 0.3 : 0);
            if (score > highest)
            {
                highest = score;
                best = evidence.Sentence;
            }
        }

        return best;
    }
}
