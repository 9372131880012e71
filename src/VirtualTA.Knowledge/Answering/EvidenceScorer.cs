using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>A sentence and how well it answers the question.</summary>
/// <param name="Sentence">Number of the sentence in the index.</param>
/// <param name="Score">Order of preference.</param>
/// <param name="Coverage">Weighted share of the question that the sentence and what stands around it contain, from 0 to 1.</param>
/// <param name="Own">The same for the sentence alone.</param>
internal readonly record struct Evidence(int Sentence, double Score, double Coverage, double Own);

/// <summary>Scores sentences as evidence for a question.</summary>
internal sealed class EvidenceScorer
{
    private const double HeadingCredit = 0.8;
    private const double SpeechNeighbourCredit = 0.8;
    private const int SpeechReach = 3;
    private const double ItemHeadingCredit = 0.6;
    private const double SlideTitleCredit = 0.95;
    private const double ThemeCredit = 0.6;
    private const double SlideCredit = 0.85;
    private const double HeadedBonus = 0.35;
    private const int ItemReach = 8;
    private const double TopicWeight = 0.4;
    private const double InstructionPenalty = 5;
    private const double AnnouncementPenalty = 0.45;
    private const double AnnouncementCredit = 0.5;
    private static readonly double[] NeighbourCredit = [1, 0.65, 0.4];

    private readonly PassageIndex _index;
    private readonly QuestionReading _reading;
    private readonly IReadOnlyList<QueryTerm> _terms;
    private readonly Dictionary<int, List<(int Query, double Match)>> _matches = [];
    private readonly double _totalWeight;
    private readonly double _totalNeed;
    private readonly KindFeatures _features;
    private readonly Dictionary<int, bool> _headed = [];

    public EvidenceScorer(PassageIndex index, QuestionReading reading, IReadOnlyList<QueryTerm> terms)
    {
        _index = index;
        _reading = reading;
        _terms = terms;
        _features = new KindFeatures(index, reading, terms);
        _totalNeed = Math.Max(1e-6, terms.Sum(t => t.Need));
        _totalWeight = Math.Max(1e-6, terms.Sum(t => t.Weight));
        for (var q = 0; q < terms.Count; q++)
        {
            foreach (var (term, match) in terms[q].Alternatives)
            {
                if (!_matches.TryGetValue(term, out var list))
                {
                    _matches[term] = list = [];
                }

                list.Add((q, match));
            }
        }
    }

    /// <summary>All sentences of the passages found, best first.</summary>
    /// <param name="hits">The passages.</param>
    /// <param name="boost">Factor of a passage that is preferred for its place; null for none.</param>
    public List<Evidence> Rank(IReadOnlyList<PassageHit> hits, Func<int, double>? boost = null)
    {
        var ranked = new List<Evidence>();
        var best = hits.Count > 0 ? hits[0].Score : 1;
        foreach (var hit in hits)
        {
            for (var s = _index.FirstSentence[hit.Passage]; s < _index.FirstSentence[hit.Passage + 1]; s++)
            {
                var evidence = Score(s, hit.Score / Math.Max(best, 1e-9));
                ranked.Add(boost is null ? evidence : evidence with { Score = evidence.Score + (boost(hit.Passage) - 1) });
            }
        }

        ranked.Sort((a, b) => b.Score.CompareTo(a.Score) is var order && order != 0 ? order : a.Sentence.CompareTo(b.Sentence));
        return ranked;
    }

    /// <summary>True if a sentence says what the thing asked about is.</summary>
    public bool Defines(int sentence) => _features.Defines(sentence);

    /// <summary>True if all that is to be defined is named in a sentence, beside it or above it.</summary>
    public bool NamesSubject(int sentence) => _features.NamesSubject(sentence);

    /// <summary>Share of the question that the sentences contain together, from 0 to 1.</summary>
    public double Cover(IEnumerable<int> sentences)
    {
        var covered = new double[_terms.Count];
        foreach (var sentence in sentences)
        {
            Collect(_index.Sentences[sentence].Terms, 1, covered);
        }

        return Sum(covered);
    }

    private Evidence Score(int number, double passageScore)
    {
        var sentence = _index.Sentences[number];
        var passage = _index.Passages[sentence.Passage];
        var own = new double[_terms.Count];
        Collect(sentence.Terms, 1, own);
        var around = (double[])own.Clone();
        var isSpeech = passage.Sentences[sentence.Order].Kind == BlockKind.Speech;
        var isItem = passage.Sentences[sentence.Order].Kind == BlockKind.ListItem;
        Collect(_index.Headings[sentence.Passage], isItem ? SlideTitleCredit : HeadingCredit, around);
        var headed = 0.0;
        if (isItem)
        {
            Collect(_index.Headings[sentence.Passage], ItemHeadingCredit, own);
            if (!_headed.TryGetValue(sentence.Passage, out var isHeaded))
            {
                _headed[sentence.Passage] = isHeaded = IsHeaded(sentence.Passage);
            }

            headed = isHeaded ? HeadedBonus : 0;
        }

        var reach = isSpeech ? SpeechReach : isItem ? ItemReach : 2;
        for (var offset = -reach; offset <= reach; offset++)
        {
            var other = number + offset;
            if (offset == 0 || other < 0 || other >= _index.Sentences.Count || !SameDocument(sentence.Passage, _index.Sentences[other].Passage)
                || (isSpeech && IsAnnouncement(other)))
            {
                continue;
            }

            var isSlide = isItem && _index.Sentences[other].Passage == sentence.Passage;
            if (!isSlide && !isSpeech && Math.Abs(offset) > 2)
            {
                continue;
            }

            // What comes before is what "it" refers to; what follows elaborates; the points of a slide belong together.
            var credit = isSlide ? SlideCredit : isSpeech ? SpeechNeighbourCredit - (0.08 * (Math.Abs(offset) - 1)) : offset < 0 ? NeighbourCredit[-offset] : NeighbourCredit[offset] * 0.8;
            Collect(_index.Sentences[other].Terms, credit, around);
        }

        if (isSpeech)
        {
            Collect(_index.Themes.Of(passage.Source), ThemeCredit, around);
        }

        var coverage = Sum(around, t => t.Need, _totalNeed);
        var alone = Sum(own, t => t.Need, _totalNeed);
        var score = (0.9 * Sum(around)) + (0.6 * Sum(own)) + (0.25 * passageScore) + Adjacency(sentence.Terms) + Topic(sentence.Terms) + _features.Bonus(sentence, number) + headed;
        var text = passage.Sentences[sentence.Order].Text;
        if (InjectionFilter.IsInstruction(text))
        {
            return new Evidence(number, score - InstructionPenalty, 0, 0);
        }

        if (passage.Sentences[sentence.Order].Kind == BlockKind.Code)
        {
            score -= 0.3;
        }

        if (isItem && (SlideRoles.IsSignpost(passage) || SlideRoles.IsImprint(text)))
        {
            return new Evidence(number, score - AnnouncementPenalty, coverage * AnnouncementCredit, alone);
        }

        return isSpeech && IsAnnouncement(number)
            ? new Evidence(number, score - AnnouncementPenalty, coverage * AnnouncementCredit, alone)
            : new Evidence(number, score, coverage, alone);
    }

    // A slide whose title names all that is asked about is the slide about it.
    private bool IsHeaded(int passage)
    {
        var heading = TermAnalyzer.Analyze(_index.Passages[passage].Heading).Select(t => _index.Vocabulary.GetValueOrDefault(t.Value, -1)).ToHashSet();
        var topics = _terms.Where(t => !t.IsCommon && t.Weight >= TopicWeight).ToList();
        return topics.Count > 0 && heading.Count <= topics.Count + 3 && topics.All(t => t.Alternatives.Any(a => a.Match >= 0.7 && heading.Contains(a.Term)));
    }

    private bool IsAnnouncement(int number) => Announcements.IsAnnouncement(_index, number);

    private bool SameDocument(int first, int second) => first == second || _index.Passages[first].Source == _index.Passages[second].Source;

    private void Collect(int[] terms, double credit, double[] into)
    {
        foreach (var term in terms)
        {
            if (!_matches.TryGetValue(term, out var list))
            {
                continue;
            }

            foreach (var (query, match) in list)
            {
                into[query] = Math.Max(into[query], match * credit);
            }
        }
    }

    private double Sum(double[] covered) => Sum(covered, t => t.Weight, _totalWeight);

    private double Sum(double[] covered, Func<QueryTerm, double> weight, double total)
    {
        var sum = 0.0;
        for (var q = 0; q < covered.Length; q++)
        {
            sum += weight(_terms[q]) * covered[q];
        }

        return sum / total;
    }

    // A sentence that begins with what is asked about is about it.
    private double Topic(int[] terms) =>
        terms.Length > 0 && _matches.TryGetValue(terms[0], out var list) && list.Any(m => _terms[m.Query].Weight >= TopicWeight) ? 0.08 : 0;

    // Words that are neighbours in the question and in the sentence are a phrase.
    private double Adjacency(int[] terms)
    {
        var bonus = 0.0;
        for (var i = 1; i < terms.Length; i++)
        {
            if (_matches.TryGetValue(terms[i - 1], out var left) && _matches.TryGetValue(terms[i], out var right)
                && left.Any(l => right.Any(r => r.Query == l.Query + 1)))
            {
                bonus += 0.06;
            }
        }

        return Math.Min(bonus, 0.18);
    }
}
