using System.Text;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>What students may say about a course: its own sentences, and questions made of its terms.</summary>
/// <remarks>
/// Course text has statements but hardly any question, so a model of it alone hears "what is" as something else. Terms are
/// runs of up to three words between function words; each is put into every question pattern.
/// </remarks>
internal static class CourseQuestions
{
    private const int LongestTerm = 3;

    private static readonly string[] Patterns =
    [
        "what is {}", "what is a {}", "what is the {}", "what are {}", "what does {} mean", "what does a {} do", "what is the role of {}",
        "what is the role of the {}", "what is the purpose of {}", "what is the difference between {} and {}", "how does {} work",
        "how does a {} work", "how do {} work", "how is {} used", "how is {} measured", "how are {} trained", "how does {} differ from {}",
        "how many {}", "how much {}", "how can i {}", "why is {} used", "why is the {} used in a {}", "why do we use {}", "why do we need {}",
        "why does {}", "where is {} used", "when is {} used", "when should i use {}", "which {}", "who {}", "is {}", "is it possible to {}",
        "is it right to {} a {}", "is it better to use {} or {}", "does {}", "do {}", "can {}", "should {}", "explain {}",
        "please explain {} to me", "tell me about {}", "tell me more about the {}", "can you explain {} again", "give an example of {}",
        "give me an example of {}", "compare {} and {}", "define {}", "i do not understand {}", "i don't understand the {}", "{} without {}",
    ];

    private static readonly HashSet<string> FunctionWords =
    [
        .. ("a an the of in is are was were and to for it its that this these those with by on as be been or at from which not than so can "
            + "could may might must has have had do does did done one what how why when where who whose if but each every more most less "
            + "they them their there then only also such into over under between because while will would shall should i you he she we "
            + "your our my his her no yes any all some both other same own very too just about out up down").Split(' '),
    ];

    /// <summary>Counts the n-grams of all that may be said.</summary>
    /// <param name="sentences">The course.</param>
    /// <param name="isPronounceable">Whether a word can be recognised at all.</param>
    public static NgramCounts Count(IReadOnlyList<string> sentences, Func<string, bool> isPronounceable)
    {
        var counts = new NgramCounts(isPronounceable);
        var terms = new Dictionary<string, int>();
        foreach (var sentence in sentences)
        {
            var words = Words(sentence);
            counts.Add(words, 1);
            CollectTerms(words, terms);
        }

        // Rare longer runs are accidents of the sentence; single words are all worth asking about.
        var asked = terms.Where(term => term.Value > 1 || !term.Key.Contains(' ')).OrderBy(term => term.Key, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < asked.Length; i++)
        {
            var weight = 1.5 * Math.Sqrt(asked[i].Value) / Patterns.Length;
            var other = asked[(int)(i * 7919L % asked.Length)].Key; // spreads the second terms evenly, the same every time
            foreach (var pattern in Patterns)
            {
                var question = new StringBuilder(pattern);
                var first = pattern.IndexOf("{}", StringComparison.Ordinal);
                question.Remove(first, 2).Insert(first, asked[i].Key);
                counts.Add(Words(question.Replace("{}", other).ToString()), weight);
            }
        }

        return counts;
    }

    /// <summary>Lower-case words of letters and apostrophes.</summary>
    internal static string[] Words(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            plain.Append(char.IsAsciiLetter(character) ? char.ToLowerInvariant(character) : character is '\'' or '’' ? '\'' : ' ');
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'')).Where(word => word.Length > 0)];
    }

    private static void CollectTerms(string[] words, Dictionary<string, int> terms)
    {
        for (var start = 0; start < words.Length; start++)
        {
            for (var length = 1; length <= LongestTerm && start + length <= words.Length; length++)
            {
                if (FunctionWords.Contains(words[start + length - 1]))
                {
                    break;
                }

                var term = string.Join(' ', words, start, length);
                terms[term] = terms.GetValueOrDefault(term) + 1;
            }
        }
    }
}
