using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises spoken sentences that only say what a lecture is going to be about, or when the next one is.</summary>
internal static partial class Announcements
{
    // Found out once for each course; two threads that find out the same write the same.
    private static readonly ConditionalWeakTable<PassageIndex, sbyte[]> Known = [];

    /// <summary>True if a sentence in the index announces instead of telling.</summary>
    public static bool IsAnnouncement(PassageIndex index, int sentence)
    {
        var known = Known.GetValue(index, i => new sbyte[i.Sentences.Count]);
        if (known[sentence] != 0)
        {
            return known[sentence] > 0;
        }

        var entry = index.Sentences[sentence];
        var content = index.Passages[entry.Passage].Sentences[entry.Order];
        var announces = content.Kind == Ingestion.BlockKind.Speech && IsAnnouncement(content.Text);
        known[sentence] = announces ? (sbyte)1 : (sbyte)-1;
        return announces;
    }

    /// <summary>True for "Next week we'll talk about …" and the like.</summary>
    public static bool IsAnnouncement(string text) => Announcing().IsMatch(text);

    [GeneratedRegex(@"\b(?:(?:going to|gonna|we'll|we will|i'll|we can|let's|let me|want to|like to|wanted to|have to) (?:(?:\w+ )?(?:talk|speak) about|say (?:a few|some)|(?:briefly )?(?:discuss|cover|look at|turn to|continue with))|(?:(?:we|i)(?:'re|'m| are| am)? (?:going to|gonna|will)|we'll|i'll|let's) (?:start with|do|go (?:over|through)|learn|walk through|give you)|welcome (?:back|to|everybody|everyone)|last (?:time|week|lecture|class) (?:we|i)|let me (?:share|check|take a)|if we have time|next (?:week|time|lecture|class),? (?:we|i|you)\w*(?:'ll)?|minutes left|good morning)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Announcing();
}
