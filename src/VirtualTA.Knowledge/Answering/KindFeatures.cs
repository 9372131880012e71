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
    private readonly HashSet<int> _asked;
    private readonly HashSet<int> _attribute;
    private readonly HashSet<string> _questionNumbers;

    public KindFeatures(PassageIndex index, QuestionReading reading, IReadOnlyList<QueryTerm> terms)
    {
        _index = index;
        _reading = reading;
        _subject = Resolve(reading.Subject, terms);
        _measured = Terms(reading.Measured);
        _attribute = reading.Subject.IndexOf(" of ", StringComparison.Ordinal) is > 0 and var of ? Terms(reading.Subject[..of]) : [];
        _asked = [.. terms.SelectMany(t => t.Alternatives).Select(a => a.Term)];
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
            QuestionKind.Reason => (Cause().IsMatch(text) ? 0.3 : 0) + (content.Kind == BlockKind.Speech ? AskedAloud(number, text) : 0),
            QuestionKind.Procedure => Aim(text) + (Step().IsMatch(text) ? 0.12 : 0) + (content.Kind == BlockKind.ListItem ? 0.05 : 0),
            QuestionKind.List => ListBonus(number, content, text),
            QuestionKind.Comparison => (Contrast().IsMatch(text) ? 0.2 : 0) + (Called().IsMatch(text) ? 0.2 : 0),
            _ => 0,
        };
        return bonus + Shape(text, content.Kind);
    }

    /// <summary>True if a sentence says what the subject of the question is or does.</summary>
    public bool Defines(IndexedSentence sentence)
    {
        var content = _index.Passages[sentence.Passage].Sentences[sentence.Order];
        return _subject.Count > 0 && (OpensWithSubject(content.Text) || (content.Kind != BlockKind.ListItem && Definition(sentence, content.Text) is >= 0.5 and <= 0.6));
    }

    /// <summary>True if all that is to be defined is named in a sentence, beside it or above it.</summary>
    public bool NamesSubject(int number)
    {
        if (Relation().IsMatch(_reading.Subject))
        {
            return true;
        }

        var named = _index.Headings[_index.Sentences[number].Passage].ToHashSet();
        for (var s = Math.Max(0, number - 1); s <= Math.Min(_index.Sentences.Count - 1, number + 1); s++)
        {
            named.UnionWith(_index.Sentences[s].Terms);
        }

        return _subject.IsSubsetOf(named);
    }

    // "Virtual memory gives every process …", "Residual vector quantisation (RVQ) avoids …"
    private bool OpensWithSubject(string text)
    {
        var words = Opening().Replace(text, "").Split(' ', 12);
        for (var count = 1; count < words.Length && count <= 8; count++)
        {
            var opening = Terms(string.Join(' ', words[..count]));
            if (!_subject.All(opening.Contains))
            {
                continue;
            }

            var next = words[count].StartsWith('(') && count + 1 < words.Length ? words[count + 1] : words[count];
            return opening.Count <= _subject.Count + 1 && Verb().IsMatch(next);
        }

        return false;
    }

    private double Definition(IndexedSentence sentence, string text)
    {
        if (_subject.Count == 0)
        {
            return 0;
        }

        if (_attribute.Count > 0 && sentence.Terms.Any(_attribute.Contains))
        {
            return 0.45;
        }

        if (OpensWithSubject(text))
        {
            return 0.5;
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
            var after = TermAnalyzer.Analyze(text[(called.Index + called.Length)..]).Take(_subject.Count).Select(t => _index.Vocabulary.GetValueOrDefault(t.Value, -1));
            return name.Count <= _subject.Count + 1 || _subject.IsSubsetOf(after) ? 0.5 : 0.3;
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

    // Lecturers ask the question themselves: "you may ask why that is, and the answer is …"
    private double AskedAloud(int number, string text)
    {
        if (!Answering().IsMatch(text))
        {
            return 0;
        }

        var before = number > 0 ? _index.Sentences[number - 1] : default;
        return Why().IsMatch(text) || (number > 0 && Why().IsMatch(_index.Passages[before.Passage].Sentences[before.Order].Text)) ? 0.4 : 0.2;
    }

    // "How is loudness measured?" is not answered by "we need it to measure loudness": that names the aim, not the way.
    private double Aim(string text)
    {
        foreach (Match aim in Infinitive().Matches(text))
        {
            if (aim.Index > 0 && !Way().IsMatch(text) && Terms(aim.Groups[1].Value) is { Count: >= 2 } named && named.All(_asked.Contains))
            {
                return -0.8;
            }
        }

        return 0;
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

    [GeneratedRegex(@"^(?:(?:so|and|but|now|okay|well|then|a|an|the)[, ]+)+", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(?:are|(?!(?:as|this|its|his|has|was|does|plus|thus|us|runs|needs|costs|reached)$)[a-z]+[a-rt-z]s)$")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(?:the answer is|the reason is|because|it turns out|that's why)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Answering();

    [GeneratedRegex(@"\b(?:why|how come)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Why();

    [GeneratedRegex(@" (?:of|for|in|to|used|good)\b")]
    private static partial Regex Relation();

    [GeneratedRegex(@"\bto (\w+ \w+)")]
    private static partial Regex Infinitive();

    [GeneratedRegex(@"\b(?:by|using|with|from|computed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Way();

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
