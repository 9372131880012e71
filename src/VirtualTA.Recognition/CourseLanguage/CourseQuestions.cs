namespace VirtualTA.Recognition.CourseLanguage;

/// <summary>What students may ask about a course: its terms put into patterns of questions. Every recogniser's course model uses them.</summary>
/// <remarks>
/// Course text has statements but hardly any question, so a model of it alone hears "what is" as something else. Terms are
/// runs of up to three words between function words; each is put into every question pattern.
/// </remarks>
internal static class CourseQuestions
{
    private const int LongestTerm = 3;
    private const int MostTerms = 4000;
    private const string Gap = "{}";

    private static readonly string[][] Patterns =
    [
        .. new[]
        {
            "what is {}", "what is a {}", "what is the {}", "what are {}", "what does {} mean", "what does a {} do", "what is the role of {}",
            "what is the role of the {}", "what is the purpose of {}", "what is the difference between {} and {}", "how does {} work",
            "how does a {} work", "how do {} work", "how is {} used", "how is {} measured", "how are {} trained", "how does {} differ from {}",
            "how many {}", "how much {}", "how can i {}", "why is {} used", "why is the {} used in a {}", "why do we use {}", "why do we need {}",
            "why does {}", "where is {} used", "when is {} used", "when should i use {}", "which {}", "who {}", "is {}", "is it possible to {}",
            "is it right to {} a {}", "is it better to use {} or {}", "does {}", "do {}", "can {}", "should {}", "explain {}",
            "please explain {} to me", "tell me about {}", "tell me more about the {}", "can you explain {} again", "give an example of {}",
            "give me an example of {}", "compare {} and {}", "define {}", "i do not understand {}", "i don't understand the {}", "{} without {}",
        }.Select(static pattern => pattern.Split(' ')),
    ];

    private static readonly HashSet<string> FunctionWords =
    [
        .. ("a an the of in is are was were and to for it its that this these those with by on as be been or at from which not than so can "
            + "could may might must has have had do does did done one what how why when where who whose if but each every more most less "
            + "they them their there then only also such into over under between because while will would shall should i you he she we "
            + "your our my his her no yes any all some both other same own very too just about out up down").Split(' '),
    ];

    /// <summary>Number of patterns: how often a term is asked about.</summary>
    public static int PatternCount => Patterns.Length;

    /// <summary>The questions, and how often each counts: the square root of how often the course has its term.</summary>
    /// <param name="sentences">The course's sentences as the recogniser spells their words.</param>
    public static IEnumerable<(IReadOnlyList<string> Words, double Weight)> Ask(IEnumerable<IReadOnlyList<string>> sentences)
    {
        var asked = Terms(sentences);
        for (var i = 0; i < asked.Length; i++)
        {
            var weight = Math.Sqrt(asked[i].Count);
            var other = asked[(int)(i * 7919L % asked.Length)].Words; // spreads the second terms evenly, the same every time
            foreach (var pattern in Patterns)
            {
                yield return (Fill(pattern, asked[i].Words, other), weight);
            }
        }
    }

    /// <summary>Lower-case words of letters and apostrophes.</summary>
    public static string[] Words(string text)
    {
        var plain = string.Create(text.Length, text, static (characters, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                characters[i] = char.IsAsciiLetter(source[i]) ? char.ToLowerInvariant(source[i]) : source[i] is '\'' or '’' ? '\'' : ' ';
            }
        });

        return [.. plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Trim('\'')).Where(static word => word.Length > 0)];
    }

    private static List<string> Fill(string[] pattern, string[] first, string[] second)
    {
        var words = new List<string>(pattern.Length + first.Length + second.Length);
        var next = first;
        foreach (var word in pattern)
        {
            if (word == Gap)
            {
                words.AddRange(next);
                next = second;
            }
            else
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>Terms in alphabetical order; of a long course those that it has most often.</summary>
    private static (string[] Words, int Count)[] Terms(IEnumerable<IReadOnlyList<string>> sentences)
    {
        var terms = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var words in sentences)
        {
            Collect(words, terms);
        }

        // Rare longer runs are accidents of the sentence; single words are all worth asking about.
        return
        [
            .. terms.Where(static term => term.Value > 1 || !term.Key.Contains(' '))
                .OrderByDescending(static term => term.Value).ThenBy(static term => term.Key, StringComparer.Ordinal).Take(MostTerms)
                .OrderBy(static term => term.Key, StringComparer.Ordinal).Select(static term => (term.Key.Split(' '), term.Value)),
        ];
    }

    private static void Collect(IReadOnlyList<string> words, Dictionary<string, int> terms)
    {
        for (var start = 0; start < words.Count; start++)
        {
            var term = string.Empty;
            for (var next = start; next < Math.Min(words.Count, start + LongestTerm) && !FunctionWords.Contains(words[next]); next++)
            {
                term = next == start ? words[next] : $"{term} {words[next]}";
                terms[term] = terms.GetValueOrDefault(term) + 1;
            }
        }
    }
}
