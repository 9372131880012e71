using VirtualTA.Recognition.CourseLanguage;
using Xunit;

namespace VirtualTA.Recognition.Tests.CourseLanguage;

public class CourseQuestionsTests
{
    [Fact]
    public void Questions_AreAskedAboutTerms_AndNotAboutFunctionWords()
    {
        var questions = Ask("the neural codec is fast", "a neural codec learns");

        Assert.Contains("what is neural codec", questions.Keys);
        Assert.Contains("how does learns work", questions.Keys);
        Assert.DoesNotContain("what is the", questions.Keys);
        Assert.DoesNotContain("what is codec is", questions.Keys);
        Assert.DoesNotContain("what is neural codec learns", questions.Keys); // once only: an accident of the sentence
        Assert.DoesNotContain(questions.Keys, static question => question.Contains('{'));
    }

    [Fact]
    public void Terms_WeighMore_WhenTheCourseHasThemOften()
    {
        var questions = Ask("codec", "codec", "codec", "codec", "vocoder");

        Assert.Equal(2, questions["define codec"], 6);
        Assert.Equal(1, questions["define vocoder"], 6);
    }

    [Fact]
    public void LongCourses_AreAskedAboutTheirMostFrequentTerms()
    {
        var sentences = Enumerable.Range(0, 10_000).Select(static number => (IReadOnlyList<string>)[$"term{number}"])
            .Append(["kernel"]).Append(["kernel"]).ToArray();

        var questions = CourseQuestions.Ask(sentences).ToArray();

        Assert.Equal(4000 * CourseQuestions.PatternCount, questions.Length);
        Assert.Contains(questions, static question => question.Words is ["define", "kernel"]);
    }

    [Fact]
    public void Words_AreLowerCaseLettersAndInnerApostrophes() =>
        Assert.Equal(["what's", "a", "vq", "vae"], CourseQuestions.Words("What’s a 'VQ-VAE'?"));

    private static Dictionary<string, double> Ask(params string[] sentences) => CourseQuestions
        .Ask(sentences.Select(static sentence => (IReadOnlyList<string>)CourseQuestions.Words(sentence)))
        .GroupBy(static question => string.Join(' ', question.Words), static question => question.Weight)
        .ToDictionary(static group => group.Key, static group => group.Max());
}
