using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>A course extends what can be heard, on made-up posteriors.</summary>
public class RecognitionVocabularyTests
{
    private static readonly string[] Course = ["The zorplex turns quaddle frames into sound.", "A zorplex is fast."];

    private static readonly Lazy<Pronouncer> Voice = new(static () => Pronouncer.LoadDefault());

    private static readonly Lazy<DecodingGraph> Graph = new(static () => Vocabulary().Build(Course));

    [Theory]
    [InlineData("what is the zorplex")]
    [InlineData("why do we need quaddle frames")]
    [InlineData("is the zebra fast")]
    public void QuestionsAboutACourse_AreHeard_WithWordsThatNoDictionaryHas(string question)
    {
        var search = new BeamSearch(Graph.Value, new PhoneRecognizerOptions().CourseDecoding, Enumerable.Repeat(-MathF.Log(40), 40).ToArray());
        search.Advance(Spell(question));

        Assert.Equal(question, string.Join(' ', search.Best().Select(static word => word.Word)));
    }

    [Fact]
    public void Questions_AreExpected_ThoughTheCourseHasNone()
    {
        var (graph, language) = (Graph.Value, Graph.Value.Language);
        int Id(string word) => graph.Words.ToList().IndexOf(word);
        var whatIs = language.Next(language.Next(LanguageModel.Start, Id("what")), Id("is"));

        Assert.True(language.LogProbability(whatIs, Id("zorplex")) > language.LogProbability(whatIs, Id("zebra")) + 3);
        Assert.True(language.LogProbability(LanguageModel.Start, Id("what")) > language.LogProbability(LanguageModel.Start, Id("sound")));
    }

    [Fact]
    public void GeneralWords_StayPossible_BesideTheCourse()
    {
        var language = Graph.Value.Language;
        var zebra = Graph.Value.Words.ToList().IndexOf("zebra");

        Assert.InRange(language.LogProbability(LanguageModel.Start, zebra), -25, -5);
    }

    [Fact]
    public void AMixture_RefusesWeightsThatAreNotAboveZero()
    {
        var model = new NgramModel(new NgramCounts(), 1);

        Assert.Throws<ArgumentException>(() => new LanguageModel(["a"]));
        Assert.Throws<ArgumentException>(() => new LanguageModel(["a"], (model, 1f), (model, 0f)));
    }

    private static RecognitionVocabulary Vocabulary()
    {
        var general = new NgramCounts();
        general.AddSentence(["is", "the", "house", "fast"]);
        var options = new PhoneRecognizerOptions();
        return new RecognitionVocabulary(Voice.Value, general, books: null, options.BookShare, options.CourseShare, options.QuestionShare);
    }

    /// <summary>Two frames for every phone with nine tenths of the mass, and a blank.</summary>
    private static float[] Spell(string words)
    {
        var frames = new List<float>();
        foreach (var phone in words.Split(' ').SelectMany(static word => PhoneClasses.Of(Voice.Value.Pronounce(word))))
        {
            foreach (var label in new[] { phone, phone, (byte)PhoneClasses.Silence })
            {
                frames.AddRange(Enumerable.Range(0, PhoneClasses.Count).Select(other => MathF.Log(other == label ? 0.9f : 0.1f / (PhoneClasses.Count - 1))));
            }
        }

        return [.. frames];
    }
}
