using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Rewards sentences that have the form the question asks for.</summary>
internal sealed partial class KindFeatures
{
    private readonly PassageIndex _index;
    private readonly QuestionReading _reading;
    private readonly HashSet<int> _subject;
    private readonly HashSet<int> _measured;
    private readonly HashSet<string> _questionNumbers;

    public KindFeatures(PassageIndex index, QuestionReading reading, IReadOnlyList<QueryTerm> terms)
    {
        _index = index;
        _reading = reading;
        _subject = Resolve(reading.Subject, terms);
        _measured = Terms(reading.Measured);
        _questionNumbers = [.. Number().Matches(reading.Text).Select(m => m.Value)];
    }

    /// <summary>Between about −0.3 and +0.5.</summary>
    public double Bonus(IndexedSentence sentence, int number)
    {
        var content = _index.Passages[sentence.Passage].Sentences[sentence.Order];
        var text = content.Text;
        var bonus = _reading.Kind switch
        {
            QuestionKind.Definition => Definition(sentence, text),
            QuestionKind.Number => NumberBonus(sentence, text),
            QuestionKind.When => Date().IsMatch(text) ? 0.4 : -0.15,
            QuestionKind.Who => Person().IsMatch(text) ? 0.3 : -0.1,
            QuestionKind.Reason => Cause().IsMatch(text) ? 0.3 : 0,
            QuestionKind.Procedure => (Step().IsMatch(text) ? 0.12 : 0) + (content.Kind == BlockKind.ListItem ? 0.05 : 0),
            QuestionKind.List => ListBonus(number, content, text),
            QuestionKind.Comparison => Contrast().IsMatch(text) ? 0.2 : 0,
            _ => 0,
        };
        return bonus + Shape(text, content.Kind);
    }

    private double Definition(IndexedSentence sentence, string text)
    {
        if (_subject.Count == 0)
        {
            return 0;
        }

        var copula = Copula().Match(text);
        if (copula.Success && copula.Index < 70)
        {
            var before = Terms(text[..copula.Index]);
            var named = before.Count(_subject.Contains);
            if (named == _subject.Count && before.Count <= _subject.Count + 3)
            {
                return 0.5;
            }

            if (named > 0 && named == _subject.Count)
            {
                return 0.25;
            }

        }

        if (Called().Match(text) is { Success: true } called && Terms(text[called.Index..Math.Min(text.Length, called.Index + called.Length + 50)]) is var name && _subject.All(name.Contains))
        {
            return name.Count <= _subject.Count + 1 ? 0.5 : 0.3;
        }

        var leadsList = sentence.Order == 0 && KindOf(_index.FirstSentence[sentence.Passage]) == BlockKind.ListItem
            && _index.Headings[sentence.Passage].Length <= _subject.Count + 5;
        if (leadsList && _index.Headings[sentence.Passage].Count(_subject.Contains) >= _subject.Count)
        {
            return 1.1;
        }

        // "… to one vector of fixed size, the speaker embedding."
        var comma = text.LastIndexOf(", the ", StringComparison.Ordinal);
        if (comma > 0 && Terms(text[comma..]) is { Count: > 0 } apposition && _subject.SetEquals(apposition))
        {
            return 0.5;
        }

        return sentence.Order == 0 && _index.Headings[sentence.Passage].Count(_subject.Contains) >= _subject.Count ? 0.12 : 0;
    }

    private double NumberBonus(IndexedSentence sentence, string text)
    {
        var numbers = Number().Matches(text).Where(m => !_questionNumbers.Contains(m.Value)).ToList();
        if (numbers.Count == 0)
        {
            return NumberWord().IsMatch(text) ? 0.2 : -0.3;
        }

        if (_measured.Count == 0)
        {
            return 0.22;
        }

        // The figure should stand near what is counted: "12 layers", "sampling rate of 24 kHz".
        var near = numbers.Any(m => Terms(text[Math.Max(0, m.Index - 45)..Math.Min(text.Length, m.Index + m.Length + 30)]).Any(_measured.Contains));
        return near ? 0.4 : sentence.Terms.Any(_measured.Contains) ? 0.3 : 0.18;
    }

    private double ListBonus(int number, Chunking.CourseSentence content, string text)
    {
        var followed = number + 1 < _index.Sentences.Count && _index.Sentences[number + 1].Passage == _index.Sentences[number].Passage
            && KindOf(number + 1) == BlockKind.ListItem;
        if (followed && content.Kind != BlockKind.ListItem)
        {
            return 0.35;
        }

        return text.Count(c => c == ',') >= 2 || Several().IsMatch(text) ? 0.2 : 0;
    }

    // The subject may be misspelt or misheard: then what was found for it stands for it.
    private HashSet<int> Resolve(string subject, IReadOnlyList<QueryTerm> terms)
    {
        var resolved = new HashSet<int>();
        foreach (var term in TermAnalyzer.Analyze(subject).Where(t => !t.IsPart))
        {
            var found = terms.FirstOrDefault(t => t.Word == term.Word);
            if (_index.Vocabulary.TryGetValue(term.Value, out var number))
            {
                resolved.Add(number);
            }
            else if (found is { IsUnknown: false })
            {
                resolved.Add(found.Alternatives.MaxBy(a => a.Match).Term);
            }
        }

        return resolved;
    }

    private BlockKind KindOf(int number)
    {
        var sentence = _index.Sentences[number];
        return _index.Passages[sentence.Passage].Sentences[sentence.Order].Kind;
    }

    private static double Shape(string text, BlockKind kind)
    {
        var words = text.AsSpan().Count(' ') + 1;
        var shape = words < 4 ? -0.2 : words > 45 ? -0.08 : 0;
        if (text.EndsWith('?'))
        {
            shape -= 0.3;
        }

        return kind == BlockKind.TableRow ? shape - 0.12 : shape;
    }

    private HashSet<int> Terms(string text) =>
        [.. TermAnalyzer.Analyze(text).Select(t => _index.Vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0)];

    [GeneratedRegex(@"\b(?:is|are|means|refers to|stands for|describes|denotes|turns|maps|consists of|lets|transforms|learns|measures|trains|cuts|replaces|hides|happens)\b")]
    private static partial Regex Copula();

    [GeneratedRegex(@"\b(?:called|known as|termed|named|we call|the name|means that)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@"\d[\d,.]*\d|\d")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|third|quarter|twice|double|dozen|percent)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NumberWord();

    [GeneratedRegex(@"\b(?:1\d{3}|20\d{2})\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|nineteen \w+|\d+ (?:bc|ad|bce|ce)|years ago|noon|midnight|o'clock|\d{1,2}(?::\d{2})? ?(?:am|pm|p\.m|a\.m))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<=[a-z,] )[A-Z][a-z]+|\bby [A-Za-z]+|\b(?:he|she|his|her|professor|doctor|king|emperor|colleagues|scientist|researcher|inventor|author)\b")]
    private static partial Regex Person();

    [GeneratedRegex(@"\b(?:because|since|therefore|so that|reason|reasons|due to|in order to|that is why|thus|hence|otherwise|as a result|for this|causes?|leads? to|prevents?|means that|which is why|to avoid|avoids?|so it|so we|so they|so you|must)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cause();

    [GeneratedRegex(@"\b(?:first|then|next|finally|after that|by \w+ing|step|starts?|takes?|computes?|adds?|replaces?|predicts?|each|using)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Step();

    [GeneratedRegex(@"\b(?:two|three|four|five|six|several|various|following|combines?|consists?|includes?|remedies|are)\b.*(?:,|:|\band\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Several();

    [GeneratedRegex(@"\b(?:whereas|while|than|unlike|but|in contrast|compared|both|however|instead|the other|on the other hand|differs?|slightly|against)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contrast();
}
