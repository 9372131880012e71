using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Cuts punctuated prose into sentences.</summary>
internal static class SentenceSplitter
{
    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "dr", "mr", "mrs", "ms", "prof", "st", "vs", "e.g", "i.e", "etc", "fig", "eq", "vol", "al", "cf", "approx", "dept",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "sec", "ch", "pp", "p", "jr", "sr", "inc",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // After "class A." a new sentence begins with one of these; after the initial "J." a name follows.
    private static readonly FrozenSet<string> Starters = new[]
    {
        "The", "A", "An", "It", "This", "That", "These", "Those", "In", "On", "At", "For", "If", "When", "We", "You", "They", "He", "She", "But", "And", "So", "Then", "However", "As", "To", "With", "There", "Its", "Their",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Start and length of every sentence of <paramref name="text"/>, outer white space excluded.</summary>
    public static List<Range> Split(string text)
    {
        var sentences = new List<Range>();
        var start = 0;
        var inMathematics = false;
        for (var i = 0; i < text.Length; i++)
        {
            var current = text[i];
            if (current == '$')
            {
                inMathematics = !inMathematics;
            }

            if (inMathematics || current is not ('.' or '!' or '?' or '…' or '。'))
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] is '.' or '!' or '?' or '"' or '”' or '\'' or '’' or ')' or ']' or '*')
            {
                end++;
            }

            if (end < text.Length && (!char.IsWhiteSpace(text[end]) || !StartsSentence(text, end)) || (current == '.' && IsAbbreviation(text, start, i)))
            {
                continue;
            }

            Add(text, start, end, sentences);
            start = end;
            i = end - 1;
        }

        Add(text, start, text.Length, sentences);
        return sentences;
    }

    private static void Add(string text, int start, int end, List<Range> sentences)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            sentences.Add(start..end);
        }
    }

    private static bool StartsSentence(string text, int index)
    {
        while (index < text.Length && (char.IsWhiteSpace(text[index]) || text[index] is '"' or '“' or '(' or '\'' or '‘' or '*' or '[' or '$'))
        {
            index++;
        }

        return index >= text.Length || !char.IsLower(text[index]);
    }

    private static string NextWord(string text, int start)
    {
        while (start < text.Length && !char.IsLetter(text[start]))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return text[start..end];
    }

    private static bool IsAbbreviation(string text, int sentenceStart, int dot)
    {
        var start = dot;
        while (start > sentenceStart && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        var word = text[start..dot];
        // A numbered list item ("3.") at the start and an initial ("J. Smith") do not end a sentence.
        return Abbreviations.Contains(word)
            || (word.Length == 1 && char.IsUpper(word[0]) && start > sentenceStart && text[start - 1] != '-' && !Starters.Contains(NextWord(text, dot + 1)))
            || (start == sentenceStart && word.Length <= 3 && word.Length > 0 && word.All(char.IsDigit));
    }
}
