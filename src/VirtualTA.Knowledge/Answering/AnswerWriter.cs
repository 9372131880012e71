using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Turns sentences into the parts of an answer and keeps count of positions and citation marks.</summary>
internal sealed class AnswerWriter(Course course)
{
    private readonly List<string> _cited = [];

    /// <summary>Characters written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Text that needs no source.</summary>
    public AnswerText Say(string text, string? spoken = null)
    {
        var shown = (Length > 0 ? " " : "") + text;
        Length += shown.Length;
        return new AnswerText(shown, (Length > shown.Length ? " " : "") + (spoken ?? Verbalizer.Speak(text, BlockKind.Prose)));
    }

    /// <summary>A sentence of the course whose citation follows later.</summary>
    public AnswerText SayUncited(string text, int sentence)
    {
        var entry = course.Index.Sentences[sentence];
        return Say(text, Verbalizer.Speak(text, course.Index.Passages[entry.Passage].Sentences[entry.Order].Kind));
    }

    /// <summary>A sentence and the place that supports it.</summary>
    public IEnumerable<AnswerPart> SayCited(string text, int sentence)
    {
        var entry = course.Index.Sentences[sentence];
        var passage = course.Index.Passages[entry.Passage];
        var content = passage.Sentences[entry.Order];
        var start = Length + (Length > 0 ? 1 : 0);
        yield return Say(text, Verbalizer.Speak(text, content.Kind));
        yield return Cite(sentence, start, text.Length);
    }

    /// <summary>The citation of a sentence for a stretch of the answer.</summary>
    public AnswerCited Cite(int sentence, int start, int length)
    {
        var entry = course.Index.Sentences[sentence];
        var passage = course.Index.Passages[entry.Passage];
        var content = passage.Sentences[entry.Order];
        var number = _cited.IndexOf(passage.Id) + 1;
        if (number == 0)
        {
            _cited.Add(passage.Id);
            number = _cited.Count;
        }

        var locator = content.StartSeconds is { } seconds ? Clock.Format(seconds) : passage.Locator;
        return new AnswerCited(new Citation(number, passage.Source, locator, content.Quote, passage.Id, start, length));
    }
}
