using System.Text.RegularExpressions;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.CourseLanguage;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;

namespace VirtualTA.Recognition.Phones;

/// <summary>Builds decoding graphs: the dictionary's words with the general language model, extended by a course's text.</summary>
public sealed partial class RecognitionVocabulary
{
    private readonly Pronouncer _pronouncer;
    private readonly float _courseShare;
    private readonly float _questionShare;
    private readonly Lazy<GeneralLanguage> _general;

    /// <summary>Prepares to build; the counts are let go when the first graph is there.</summary>
    /// <param name="pronouncer">Dictionary and letter-to-sound.</param>
    /// <param name="general">Counts of what was said: transcripts.</param>
    /// <param name="books">Counts of written language; null without.</param>
    /// <param name="bookShare">Weight of written language within general language, 0 to 1.</param>
    /// <param name="courseShare">Weight of a course's text and of the questions about it together, 0 to 1.</param>
    /// <param name="questionShare">Weight of the questions within that, 0 to 1.</param>
    public RecognitionVocabulary(Pronouncer pronouncer, NgramCounts general, NgramCounts? books, float bookShare, float courseShare, float questionShare)
    {
        (_pronouncer, _courseShare, _questionShare) = (pronouncer, courseShare, questionShare);
        _general = new Lazy<GeneralLanguage>(() => BuildGeneral(pronouncer, general, books, bookShare));
    }

    /// <summary>The graph for a course.</summary>
    /// <param name="courseText">Sentences of the course; none for general language only.</param>
    public DecodingGraph Build(IReadOnlyList<string> courseText)
    {
        ArgumentNullException.ThrowIfNull(courseText);
        var (words, sounds, models) = _general.Value;
        if (courseText.Count == 0)
        {
            return new DecodingGraph(words, sounds, new LanguageModel(words, models));
        }

        var sentences = courseText.Select(static line => Tokenize(line).ToArray()).ToArray();
        var text = new NgramCounts();
        foreach (var sentence in sentences)
        {
            text.AddSentence(sentence);
        }

        var questions = new NgramCounts();
        foreach (var (question, weight) in CourseQuestions.Ask(sentences))
        {
            questions.AddSentence(question, weight);
        }

        var known = words.ToHashSet(StringComparer.Ordinal);
        var allWords = words.ToList();
        var allSounds = new PronunciationList(sounds);
        foreach (var word in text.Words.Skip(2).Where(word => !known.Contains(word)))
        {
            foreach (var phones in _pronouncer.PronounceAll(word).Select(PhoneClasses.Of))
            {
                allSounds.Add(allWords.Count, phones);
            }

            allWords.Add(word);
        }

        (NgramModel Model, float Weight)[] mixture =
        [
            .. models.Select(part => (part.Model, part.Weight * (1 - _courseShare))),
            (new NgramModel(text, allWords.Count), _courseShare * (1 - _questionShare)),
            (new NgramModel(questions, allWords.Count, NgramSmoothing.Patterns), _courseShare * _questionShare),
        ];
        return new DecodingGraph(allWords, allSounds, new LanguageModel(allWords, [.. mixture.Where(static part => part.Weight > 0)]));
    }

    /// <summary>Words of a sentence as the vocabulary spells them: lower case, but terms with inner capitals (TCP, McKay) as written.</summary>
    public static IEnumerable<string> Tokenize(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        foreach (Match match in WordPattern().Matches(AsciiLetters.Fold(sentence).Replace('’', '\'')))
        {
            var word = match.Value.Trim('\'');
            if (word.Length > 0)
            {
                yield return word.AsSpan(1).ContainsAnyInRange('A', 'Z') ? word : word.ToLowerInvariant();
            }
        }
    }

    private static GeneralLanguage BuildGeneral(Pronouncer pronouncer, NgramCounts general, NgramCounts? books, float bookShare)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var words = new List<string>();
        var sounds = new PronunciationList();
        foreach (var (word, phones) in pronouncer.Dictionary.Entries())
        {
            if (DictionaryWord().IsMatch(word))
            {
                if (!ids.TryGetValue(word, out var id))
                {
                    id = words.Count;
                    ids.Add(word, id);
                    words.Add(word);
                }

                sounds.Add(id, PhoneClasses.Of(phones));
            }
        }

        foreach (var word in general.Words.Skip(2).Where(word => ids.TryAdd(word, words.Count)))
        {
            sounds.Add(words.Count, PhoneClasses.Of(pronouncer.Pronounce(word)));
            words.Add(word);
        }

        sounds.Trim();
        var spoken = new NgramModel(general, words.Count);
        (NgramModel, float)[] models = books is null || bookShare <= 0
            ? [(spoken, 1f)]
            : [(spoken, 1 - bookShare), (new NgramModel(books, words.Count, NgramSmoothing.Books), bookShare)];
        return new([.. words], sounds, models);
    }

    private sealed record GeneralLanguage(string[] Words, PronunciationList Sounds, (NgramModel Model, float Weight)[] Models);

    [GeneratedRegex("[A-Za-z']+")]
    private static partial Regex WordPattern();

    // Single letters other than a and i only occur in spelling, which course text brings along itself.
    [GeneratedRegex("^([ai]|[a-z'][a-z']+)$")]
    private static partial Regex DictionaryWord();
}
