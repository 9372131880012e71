using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises spoken sentences that only say what a lecture is going to be about, or when the next one is.</summary>
internal static partial class Announcements
{
    private const int Opening = 36;
    private const int WholeSentence = 90;

    /// <summary>True if a sentence in the index announces instead of telling.</summary>
    public static bool IsAnnouncement(PassageIndex index, int sentence)
    {
        var entry = index.Sentences[sentence];
        var content = index.Passages[entry.Passage].Sentences[entry.Order];
        return content.Kind == Ingestion.BlockKind.Speech && IsAnnouncement(content.Text);
    }

    /// <summary>True for "Next week we'll talk about …" and the like.</summary>
    public static bool IsAnnouncement(string text) => Announcing().Match(text) is { Success: true } match && (match.Index <= Opening || text.Length <= WholeSentence);

    [GeneratedRegex(@"\b(?:(?:going to|gonna|we'll|we will|i'll|we can|let's|let me|want to|like to|wanted to|have to) (?:(?:\w+ )?(?:talk|speak) about|say (?:a few|some)|(?:briefly )?(?:discuss|cover|look at|turn to|continue with))|(?:(?:we|i)(?:'re|'m| are| am)? (?:going to|gonna|will)|we'll|i'll|let's) (?:start with|do|go (?:over|through)|learn|walk through|give you)|welcome (?:back|to|everybody|everyone)|last (?:time|week|lecture|class) (?:we|i)|let me (?:share|check|take a)|if we have time|next (?:week|time|lecture|class),? (?:we|i|you)\w*(?:'ll)?|minutes left|good morning)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Announcing();
}
