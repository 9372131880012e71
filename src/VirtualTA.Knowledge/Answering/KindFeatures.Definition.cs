using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>How much a sentence looks like the definition of the subject.</summary>
internal sealed partial class KindFeatures
{
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

        // Most sentences do not name the subject at all; only the heading may.
        if (!sentence.Terms.Any(_subject.Contains))
        {
            return HeadingDefines(sentence);
        }

        if (OpensWithSubject(text))
        {
            return 0.5;
        }

        // "Process = program in execution", "Thrashing: …" on a slide.
        if (Entry().Match(text) is { Success: true } entry && _subject.SetEquals(Terms(entry.Value)))
        {
            return 0.6;
        }

        foreach (Match copula in Copula().Matches(text))
        {
            if (copula.Index >= LateCopula)
            {
                break;
            }

            // "so what is elasticity well elasticity tells you …": what counts stands right before the verb.
            var before = Terms(text[..copula.Index]);
            var close = Terms(Tail(text[..copula.Index], _subject.Count + 2));
            var named = before.Count(_subject.Contains);
            if (named == _subject.Count && (before.Count <= _subject.Count + 3 || _subject.IsSubsetOf(close)))
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

        var heading = HeadingDefines(sentence);
        if (heading > 1)
        {
            return heading;
        }

        // "… to one vector of fixed size, the speaker embedding."
        var comma = text.LastIndexOf(", the ", StringComparison.Ordinal);
        if (comma > 0 && Terms(text[comma..]) is { Count: > 0 } apposition && _subject.SetEquals(apposition))
        {
            return 0.5;
        }

        return heading;
    }

    // A list below a heading that names the subject says what it is.
    private double HeadingDefines(IndexedSentence sentence)
    {
        var leadsList = sentence.Order == 0 && KindOf(_index.FirstSentence[sentence.Passage]) == BlockKind.ListItem
            && Terms(_index.Passages[sentence.Passage].Heading).Count <= _subject.Count + 1;
        if (leadsList && _index.Headings[sentence.Passage].Count(_subject.Contains) >= _subject.Count)
        {
            return 1.1;
        }

        return sentence.Order == 0 && _index.Headings[sentence.Passage].Count(_subject.Contains) >= _subject.Count ? 0.12 : 0;
    }
}
