using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Search;

/// <summary>Translates the words of a question into terms of a course.</summary>
internal sealed partial class QueryInterpreter(PassageIndex index)
{
    private const double SynonymMatch = 0.58;
    private const double TypoMatch = 0.85;
    private const double PartMatch = 0.7;
    private const double CommonFactor = 0.45;
    private const double UnknownCommonFactor = 0.16;
    private const double KnownSynonymMatch = 0.42;
    private const double HintWeight = 0.12;
    private const double RelatedMatch = 0.75;
    private const double PredicateFactor = 0.6;
    private const double UnknownPredicateFactor = 0.25;
    private const double FrequentNounFactor = 0.7;
    private const double EverydayNounFactor = 0.7;
    private const double TopicFloor = 0.4;
    private const double NeedFloor = 0.6;
    private const int SurelyMeant = 2;
    private const int VeryFrequent = 7;
    private const int LongestJoin = 4;
    private const int MostTerms = 40;

    private HashSet<string> _spelled = [];

    /// <summary>The query terms of a question.</summary>
    /// <param name="question">The question as said or typed.</param>
    public List<QueryTerm> Interpret(string question)
    {
        _spelled = [.. Spelled().Matches(question).Select(m => m.Value.ToLowerInvariant())];
        var terms = TermAnalyzer.Analyze(SpokenSymbols.Normalize(question));
        var words = terms.Where(t => !t.IsPart).Take(MostTerms).ToList();
        var topics = words.Where(t => !StopWords.IsAsking(t.Word)).ToList();
        var hints = words.Where(t => StopWords.IsAsking(t.Word) && topics.Count > 0 && index.Vocabulary.ContainsKey(t.Value)).Take(2).ToList();
        if (topics.Count == 0)
        {
            topics = words;
        }

        var joins = FindJoins(words);
        var query = new List<QueryTerm>();
        foreach (var term in topics)
        {
            if (query.Any(q => q.Word == term.Word))
            {
                continue;
            }

            AddTerm(term, terms, joins, query);
        }

        // "What causes forgetting?" has only everyday words: then those that the course uses are its topic.
        if (query.All(t => t.IsCommon || t.IsUnknown))
        {
            for (var i = 0; i < query.Count; i++)
            {
                if (index.Vocabulary.TryGetValue(TermAnalyzer.Normalize(query[i].Word), out var known) && query[i].Alternatives.Any(a => a.Term == known))
                {
                    var strength = TopicFloor + ((1 - TopicFloor) * index.Rarity(known));
                    query[i] = query[i] with { Weight = strength, Need = strength };
                }
            }
        }

        query.AddRange(hints.Select(h => new QueryTerm(h.Word, HintWeight, [(index.Vocabulary[h.Value], 1)]) { IsCommon = true, Need = 0.05 }));
        return query;
    }

    private void AddTerm(Term term, List<Term> all, Dictionary<int, int> joins, List<QueryTerm> query)
    {
        var alternatives = new Dictionary<int, double>();
        var known = index.Vocabulary.TryGetValue(term.Value, out var number);
        if (known)
        {
            alternatives[number] = 1;
        }

        if (joins.TryGetValue(term.Position, out var joined))
        {
            alternatives[joined] = 1;
        }

        if (!known && alternatives.Count == 0)
        {
            var parts = all.Where(t => t.IsPart && t.Position >= term.Position && t.Position < term.Position + 4 && term.Word.Contains(t.Word, StringComparison.Ordinal)).ToList();
            if (parts.Count == 0)
            {
                parts = SplitUnknown(term);
            }

            parts = [.. parts.SelectMany(SpellNumber)];

            if (parts.Count > 1 && parts.All(p => index.Vocabulary.ContainsKey(p.Value)))
            {
                foreach (var part in parts)
                {
                    AddTerm(part with { IsPart = false }, [], [], query);
                }

                return;
            }

            foreach (var part in parts)
            {
                if (index.Vocabulary.TryGetValue(part.Value, out var partNumber))
                {
                    alternatives[partNumber] = PartMatch;
                }
            }
        }

        AddSynonyms(term.Value, known ? KnownSynonymMatch : SynonymMatch, alternatives);
        AddAcronyms(term.Value, number, known, all, alternatives);
        if (!known && !alternatives.Values.Any(m => m > SynonymMatch) && !CommonWords.Contains(term.Value))
        {
            AddSimilar(term, alternatives);
        }

        var rarity = index.Rarity(known ? number : alternatives.Count > 0 ? alternatives.MaxBy(a => a.Value).Key : -1);
        query.Add(new QueryTerm(term.Word, Weight(term, known ? number : -1, alternatives), [.. alternatives.Select(a => (a.Key, a.Value))])
        {
            IsCommon = CommonWords.Contains(term.Value),
            Need = Need(term, alternatives.Count > 0) * (NeedFloor + ((1 - NeedFloor) * rarity)),
        });
    }

    private double Weight(Term term, int number, Dictionary<int, double> alternatives)
    {
        var best = number >= 0 ? number : alternatives.Count > 0 ? alternatives.MaxBy(a => a.Value).Key : -1;
        var rarity = index.Rarity(best);
        if (!CommonWords.Contains(term.Value))
        {
            return (TopicFloor + ((1 - TopicFloor) * rarity)) * Importance(RelatedWords.Find(term), best >= 0);
        }

        return best < 0 ? UnknownCommonFactor : CommonFactor * (0.3 + (0.7 * rarity));
    }

    private static double Need(Term term, bool isFound) =>
        CommonWords.Contains(term.Value) ? (isFound ? 0.22 : 0.14) : Importance(RelatedWords.Find(term), isFound);

    // A student asks with verbs and adjectives of his own; what the question is about is named by nouns and names.
    private static double Importance(WordEntry? word, bool isFound) => word switch
    {
        { IsPredicate: true, Level: >= SurelyMeant } => isFound ? PredicateFactor : UnknownPredicateFactor,
        { Level: >= VeryFrequent } => isFound ? 1 : FrequentNounFactor,

        // "ingredients", "lady", "haggles": the student's own word for what the course calls something else. Names and technical terms are not in the table.
        not null when !isFound => EverydayNounFactor,
        _ => 1,
    };

    // "wave net" finds WaveNet and "hi fi gan" finds HiFi-GAN: neighbours that are one word in the course.
    private Dictionary<int, int> FindJoins(List<Term> words)
    {
        var joins = new Dictionary<int, int>();
        for (var start = 0; start < words.Count; start++)
        {
            var joined = words[start].Word;
            for (var end = start + 1; end < words.Count && end < start + LongestJoin && words[end].Position - words[end - 1].Position <= 1; end++)
            {
                joined += words[end].Word;
                if (joined.Length >= 4 && (index.Words.TryGetValue(joined, out var number) || index.Vocabulary.TryGetValue(TermAnalyzer.Normalize(joined), out number)))
                {
                    for (var i = start; i <= end; i++)
                    {
                        joins[words[i].Position] = number;
                    }
                }
            }
        }

        return joins;
    }

    // The other way round: "WaveNet" finds "wave net" in a transcript.
    private List<Term> SplitUnknown(Term term)
    {
        // "HM" finds "h m", as recognisers write what is spelled.
        if (term.Word.Length is >= 2 and <= 5 && term.Word.All(c => char.IsAsciiLetterLower(c) && index.Vocabulary.ContainsKey(c.ToString())))
        {
            return [.. term.Word.Distinct().Select(c => new Term(c.ToString(), c.ToString(), term.Position, true))];
        }

        if (term.Word.Any(char.IsAsciiDigit))
        {
            return [term with { IsPart = true }];
        }

        for (var cut = 3; cut <= term.Word.Length - 3; cut++)
        {
            if (index.Words.TryGetValue(term.Word[..cut], out var left) && index.Words.TryGetValue(term.Word[cut..], out var right) && index.Meet(left, right))
            {
                return
                [
                    new Term(TermAnalyzer.Normalize(term.Word[..cut]), term.Word[..cut], term.Position, true),
                    new Term(TermAnalyzer.Normalize(term.Word[cut..]), term.Word[cut..], term.Position, true),
                ];
            }
        }

        return [];
    }

    // "x86" finds "x eighty six" in a transcript.
    private IEnumerable<Term> SpellNumber(Term term)
    {
        var digits = term.Word.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0 || term.Word.Length - digits > 4 || index.Vocabulary.ContainsKey(term.Value)
            || !int.TryParse(term.Word.AsSpan(digits), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return [term];
        }

        // "1665" is said as "sixteen sixty five".
        if (digits == 0 && number is > 1000 and < 2100 && number % 100 >= 10)
        {
            return (NumberWords.Cardinal(number / 100) + " " + NumberWords.Cardinal(number % 100).Replace('-', ' ')).Split(' ').Select(w => new Term(TermAnalyzer.Normalize(w), w, term.Position, true));
        }

        var words = (digits > 0 ? term.Word[..digits] + " " : "") + NumberWords.Cardinal(number).Replace('-', ' ');
        return words.Split(' ').Select(w => new Term(TermAnalyzer.Normalize(w), w, term.Position, true));
    }

    private void AddSynonyms(string stem, double match, Dictionary<int, double> alternatives)
    {
        foreach (var synonym in Synonyms.Of(stem))
        {
            if (index.Vocabulary.TryGetValue(synonym, out var number))
            {
                alternatives.TryAdd(number, match);
            }
        }

        foreach (var (related, strength) in RelatedWords.Find(stem)?.Related ?? [])
        {
            if (index.Vocabulary.TryGetValue(related, out var number))
            {
                alternatives.TryAdd(number, (match * 0.5) + (match * 0.6 * strength));
            }
        }
    }

    private void AddAcronyms(string stem, int number, bool known, List<Term> all, Dictionary<int, double> alternatives)
    {
        foreach (var (acronym, expansion) in index.Acronyms.Expansions)
        {
            if (known && acronym == number)
            {
                alternatives.TryAdd(expansion.MaxBy(index.Rarity), PartMatch);
            }
            else if (known && expansion.Contains(number) && expansion.All(e => all.Any(t => index.Vocabulary.GetValueOrDefault(t.Value, -1) == e)))
            {
                alternatives.TryAdd(acronym, 0.9);
            }
        }
    }
}
