using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Search;

/// <summary>Translates the words of a question into terms of a course.</summary>
internal sealed partial class QueryInterpreter(PassageIndex index)
{
    private const double SynonymMatch = 0.58;
    private const double TypoMatch = 0.85;
    private const double PartMatch = 0.7;
    private const double CommonFactor = 0.36;
    private const double UnknownCommonFactor = 0.16;
    private const double KnownSynonymMatch = 0.42;
    private const double HintWeight = 0.12;
    private const double RelatedMatch = 0.75;
    private const int LongestJoin = 4;
    private const int MostTerms = 40;

    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "", "e", "es", "ed", "ing", "er", "ers", "or", "ors", "ion", "ions", "ation", "ations", "al", "ally", "ic", "ical", "ity", "ive", "ment", "ments", "ness", "ous", "y", "ies", "ly", "able", "ance", "ence",
        "s", "d", "n", "en", "t", "ial", "ition", "ization", "isation", "ize", "ise", "ism", "ist", "ists", "ized", "ised", "ar", "ary", "eous", "ier", "ed-in", "s-in",
    };

    /// <summary>The query terms of a question.</summary>
    /// <param name="question">The question as said or typed.</param>
    public List<QueryTerm> Interpret(string question)
    {
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

        query.AddRange(hints.Select(h => new QueryTerm(h.Word, HintWeight, [(index.Vocabulary[h.Value], 1)]) { IsCommon = true }));
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
            AddSimilar(term.Word, alternatives);
        }

        query.Add(new QueryTerm(term.Word, Weight(term, known ? number : -1, alternatives), [.. alternatives.Select(a => (a.Key, a.Value))])
        {
            IsCommon = CommonWords.Contains(term.Value),
        });
    }

    private double Weight(Term term, int number, Dictionary<int, double> alternatives)
    {
        var best = number >= 0 ? number : alternatives.Count > 0 ? alternatives.MaxBy(a => a.Value).Key : -1;
        var rarity = index.Rarity(best);
        if (!CommonWords.Contains(term.Value))
        {
            return 0.25 + (0.75 * rarity);
        }

        return best < 0 ? UnknownCommonFactor : CommonFactor * (0.3 + (0.7 * rarity));
    }

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

    private void AddSimilar(string word, Dictionary<int, double> alternatives)
    {
        AddRelated(word, alternatives);
        if (alternatives.Count == 0)
        {
            AddMisspelt(word, alternatives);
        }

        // What has no vowel is spelled, not said: "ZFS" does not sound like "XFS".
        if (alternatives.Count == 0 && word.Length >= 3 && word.All(char.IsLetter) && word.Any("aeiouy".Contains))
        {
            foreach (var (number, match) in SoundMatcher.Find(index, word))
            {
                alternatives.TryAdd(number, match);
            }
        }
    }

    // "fusion" finds "fuse": the same beginning, another ending.
    private void AddRelated(string word, Dictionary<int, double> alternatives)
    {
        if (word.Length < 5)
        {
            return;
        }

        foreach (var (candidate, number) in index.Words)
        {
            if (candidate.Length < 4 || candidate[0] != word[0] || Math.Abs(candidate.Length - word.Length) > 5)
            {
                continue;
            }

            var shared = candidate.AsSpan().CommonPrefixLength(word);
            var shorter = Math.Min(candidate.Length, word.Length);
            if (shared >= 3 && shared >= shorter - 1 && shared * 2 >= Math.Max(candidate.Length, word.Length) && Endings.Contains(word[shared..]) && Endings.Contains(candidate[shared..]))
            {
                alternatives.TryAdd(number, RelatedMatch);
            }
        }
    }

    private void AddMisspelt(string word, Dictionary<int, double> alternatives)
    {
        var limit = word.Length >= 8 ? 2 : word.Length >= 5 ? 1 : 0;
        if (limit == 0 || word.All(char.IsDigit))
        {
            return;
        }

        var found = limit + 1;
        var nearest = new List<int>();
        foreach (var (candidate, number) in index.Words)
        {
            if (candidate.Length < 4 || candidate[0] != word[0] && limit < 2)
            {
                continue;
            }

            var distance = Similarity.EditDistance(word, candidate, limit);
            if (distance < found)
            {
                found = distance;
                nearest.Clear();
            }

            if (distance == found && distance <= limit)
            {
                nearest.Add(number);
            }
        }

        foreach (var number in nearest.Distinct().Take(3))
        {
            alternatives.TryAdd(number, TypoMatch);
        }
    }
}
