using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Rewards sentences that have the form the question asks for.</summary>
internal sealed partial class KindFeatures
{
    private const int LateCopula = 90;
    private const int WonderReach = 9;
    private const double AskedAloudBonus = 0.35;
    private const double LabelBonus = 0.45;
    private readonly PassageIndex _index;
    private readonly QuestionReading _reading;
    private readonly HashSet<int> _subject;
    private readonly HashSet<int> _measured;
    private readonly HashSet<int> _asked;
    private readonly HashSet<int> _attribute;
    private readonly HashSet<string> _questionNumbers;
    private readonly Regex? _units;
    private readonly string[] _labels;
    private bool _missesSubject;

    public KindFeatures(PassageIndex index, QuestionReading reading, IReadOnlyList<QueryTerm> terms)
    {
        _index = index;
        _reading = reading;
        _subject = Resolve(reading.Subject, terms);
        _measured = Terms(reading.Measured);
        _attribute = reading.Subject.IndexOf(" of ", StringComparison.Ordinal) is > 0 and var of ? Terms(reading.Subject[..of]) : [];
        _asked = [.. terms.SelectMany(t => t.Alternatives).Select(a => a.Term)];
        _labels = [.. Label().Matches(reading.Text).Select(m => m.Value)];
        _units = reading.Kind == QuestionKind.Number ? FactForms.UnitsFor(reading.Text.ToLowerInvariant()) : null;
        _questionNumbers = [.. Number().Matches(reading.Text).Select(m => m.Value)];
    }

    /// <summary>Between about −0.3 and +0.5.</summary>
    public double Bonus(IndexedSentence sentence, int number)
    {
        var content = _index.Passages[sentence.Passage].Sentences[sentence.Order];
        var text = content.Text;
        var bonus = _reading.Kind switch
        {
            QuestionKind.Definition => content.Kind == BlockKind.Speech ? Math.Max(Definition(sentence, text), AskedAndSaid(number, text)) : Definition(sentence, text),
            QuestionKind.Number => NumberBonus(sentence, text),
            QuestionKind.When => FactForms.HasMoment(text) ? 0.4 : -0.15,
            QuestionKind.Who when !Persons().IsMatch(_reading.Text) => 0,
            QuestionKind.Who => FactForms.HasPerson(text, content.Kind) ? 0.55 : Pronoun().IsMatch(text) ? 0.15 : -0.25,
            QuestionKind.Reason => (Cause().IsMatch(text) ? 0.3 : Aimed().IsMatch(text) ? 0.2 : 0) + (content.Kind == BlockKind.Speech ? AskedAloud(number, text) : 0),
            QuestionKind.Procedure => Aim(text) + (Step().IsMatch(text) ? 0.12 : 0) + (content.Kind == BlockKind.ListItem ? 0.05 : 0),
            QuestionKind.List => ListBonus(number, content, text),
            QuestionKind.Comparison => (Contrast().IsMatch(text) ? 0.2 : 0) + (Called().IsMatch(text) ? 0.2 : 0),
            _ => 0,
        };
        return bonus + Shape(text, content.Kind) + Labelled(text);
    }

    /// <summary>True if a sentence says what the subject of the question is or does.</summary>
    public bool Defines(int number)
    {
        var sentence = _index.Sentences[number];
        var content = _index.Passages[sentence.Passage].Sentences[sentence.Order];
        return _subject.Count > 0 && (OpensWithSubject(content.Text) || (content.Kind == BlockKind.Speech && AskedAndSaid(number, content.Text) > 0) || (content.Kind != BlockKind.ListItem && Definition(sentence, content.Text) is >= 0.5 and <= 0.6));
    }

    /// <summary>True if all that is to be defined is named in a sentence, beside it or above it.</summary>
    public bool NamesSubject(int number)
    {
        if (_missesSubject && !_reading.Subject.Contains('\''))
        {
            return false;
        }

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
        if (Quantified().IsMatch(text))
        {
            return false;
        }

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

    // "vitamin C" is not "vitamin K", "P waves" are not "S waves".
    private double Labelled(string text)
    {
        var bonus = 0.0;
        foreach (var label in _labels)
        {
            var at = text.IndexOf(label, StringComparison.OrdinalIgnoreCase);
            var whole = at >= 0 && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + label.Length == text.Length || !char.IsLetterOrDigit(text[at + label.Length]));
            bonus += whole ? LabelBonus : -LabelBonus / 2;
        }

        return bonus;
    }

    private double NumberBonus(IndexedSentence sentence, string text)
    {
        if (_units is not null && !_units.IsMatch(text))
        {
            return -0.3;
        }

        text = FactForms.WithoutYears(text);
        if (_units is not null)
        {
            return NumberWord().IsMatch(text) || Number().IsMatch(text) ? 0.5 : 0.1;
        }

        var numbers = Number().Matches(text).Where(m => !_questionNumbers.Contains(m.Value)).ToList();
        if (numbers.Count == 0)
        {
            return !NumberWord().IsMatch(text) ? -0.3 : _measured.Count > 0 && sentence.Terms.Any(_measured.Contains) ? 0.35 : 0.2;
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
        if (WondersWhy(text))
        {
            return AskedAloudBonus;
        }

        var wondered = number > 0 && WondersWhy(Text(number - 1));
        if (!Answering().IsMatch(text))
        {
            return wondered && Replying().IsMatch(text) ? AskedAloudBonus : 0;
        }

        return wondered || Why().IsMatch(text) || (number > 0 && Why().IsMatch(Text(number - 1))) ? 0.4 : 0.2;
    }

    // "So why do we forget there's two theories …": the lecturer wonders about the same.
    private bool WondersWhy(string text) =>
        Why().Match(text) is { Success: true } why && Terms(string.Join(' ', text[why.Index..].Split(' ').Take(WonderReach))).Any(_asked.Contains);

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
        var named = TermAnalyzer.Analyze(subject).Where(t => !t.IsPart).ToList();
        var nouns = named.Where(t => RelatedWords.Find(t.Value) is not { IsPredicate: true, Level: >= 2 }).ToList();

        // "What does elasticity measure?" asks about elasticity.
        foreach (var term in nouns.Count > 0 && Doing().IsMatch(_reading.Text) ? nouns : named)
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
            else
            {
                _missesSubject |= found is { IsCommon: false };
            }
        }

        return resolved;
    }

    private BlockKind KindOf(int number) => _index.Content(number).Kind;

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

    private static string Tail(string text, int words)
    {
        var all = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', all.Skip(all.Length - words));
    }

    private HashSet<int> Terms(string text) =>
        [.. TermAnalyzer.Analyze(text).Select(t => _index.Vocabulary.GetValueOrDefault(t.Value, -1)).Where(t => t >= 0)];
}
