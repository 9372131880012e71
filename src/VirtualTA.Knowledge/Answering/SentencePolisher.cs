using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Makes a sentence of the course fit to be said alone: names instead of pronouns, no brackets, no false start.</summary>
internal sealed partial class SentencePolisher(PassageIndex index)
{
    private const int LongSentence = 34;
    private const int LongestSubject = 60;

    /// <summary>The sentence for screen and voice.</summary>
    /// <param name="sentence">Number of the sentence.</param>
    /// <param name="followsOn">True if the sentence before it in the course is said before it.</param>
    /// <param name="goesOn">True if the sentence after it in the course is said after it.</param>
    public string Polish(int sentence, bool followsOn, bool goesOn = false)
    {
        var entry = index.Sentences[sentence];
        var content = index.Passages[entry.Passage].Sentences[entry.Order];
        var text = content.Text;
        var isOpen = goesOn && EndsOpen(sentence);
        var isInside = followsOn && EndsOpen(sentence - 1);
        if (content.Kind == BlockKind.Speech)
        {
            text = isInside ? text : FalseStart().Replace(text, "");
            text = isOpen ? text : TrailingFiller().Replace(text, "$1");
        }
        else if (!followsOn)
        {
            text = LooseConnective().Replace(text, "");
            text = ResolvePronoun(text, sentence);
        }

        text = Shorten(text);
        if (text.Length == 0)
        {
            text = content.Text;
        }

        text = isInside ? text : char.ToUpperInvariant(text[0]) + text[1..];
        return isOpen || text[^1] is '.' or '!' or '?' or ':' or ')' or '”' or '"' or '$' || content.Kind is BlockKind.Code ? text : text.TrimEnd(',', ';') + ".";
    }

    /// <summary>True if the sentence cannot be understood without the one before it.</summary>
    public bool NeedsPrevious(int sentence)
    {
        var text = Text(sentence);
        return Continuations.RefersToStatement(text) || Continuations.NamesPrevious(text) || (Continuations.LeadingPronoun(text).Success && ResolvePronoun(text, sentence) == text);
    }

    // Speech without a full stop goes on in the middle of a clause.
    private bool EndsOpen(int sentence) => index.Content(sentence) is { Kind: BlockKind.Speech } content && char.IsLetterOrDigit(content.Text[^1]);

    private string ResolvePronoun(string text, int sentence)
    {
        var pronoun = Continuations.LeadingPronoun(text);
        if (!pronoun.Success)
        {
            return text;
        }

        for (var before = sentence - 1; before >= 0 && before >= sentence - 3 && index.Sentences[before].Passage == index.Sentences[sentence].Passage; before--)
        {
            var subject = Continuations.SubjectOf(Text(before));
            if (subject is not null && subject.Length <= LongestSubject)
            {
                var isPossessive = pronoun.Value is "Its" or "Their" or "His" or "Her";
                return subject + (isPossessive ? subject.EndsWith('s') ? "’" : "’s" : "") + text[pronoun.Length..];
            }
        }

        return text;
    }

    private static string Shorten(string text)
    {
        if (text.AsSpan().Count(' ') < LongSentence)
        {
            return text;
        }

        var shorter = Bracket().Replace(text, "");
        return shorter.AsSpan().Count(' ') < LongSentence ? shorter : Aside().Replace(shorter, "");
    }

    private string Text(int sentence) => index.Content(sentence).Text;

    [GeneratedRegex(@"^(?:(?:so(?! (?:that|many|much|far|few)\b)|and|but|now|okay|ok|alright|all right|well(?! (?:over|under|known))|right|anyway|you know|I mean|yeah|yes|then|also(?! (?:called|known)))[, ]+)+(?=\w)", RegexOptions.IgnoreCase)]
    private static partial Regex FalseStart();

    [GeneratedRegex(@"(\w)(?:,? (?:okay|ok|alright|yeah|yes|right|anyway|um|uh|so|and|but))+[.…]?$", RegexOptions.IgnoreCase)]
    private static partial Regex TrailingFiller();

    [GeneratedRegex(@"^(?:However|Therefore|Moreover|Furthermore|In addition|Hence|Thus|Consequently|Nevertheless|For that reason|And|But|So),? (?=\w)")]
    private static partial Regex LooseConnective();

    [GeneratedRegex(@" \([^()\d]{8,}\)")]
    private static partial Regex Bracket();

    [GeneratedRegex(@", (?:such as|for instance|for example|including)[^,.;\d]{3,80}(?=[,.;])")]
    private static partial Regex Aside();
}
