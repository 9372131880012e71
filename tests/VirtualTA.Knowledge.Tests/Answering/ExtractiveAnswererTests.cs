using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;

namespace VirtualTA.Knowledge.Tests.Answering;

public sealed class ExtractiveAnswererTests
{
    [Theory]
    [InlineData("What is residual vector quantization?")]
    [InlineData("How is speech sampled?")]
    [InlineData("What is a neural codec?")]
    public async Task Answer_IsShorterInAHurry_FromTheSameSource(string text)
    {
        var question = new Question(text, "speech-synthesis");
        var answerer = new ExtractiveAnswerer(Asking.DemoLibrary);

        var whole = await answerer.CollectAsync(question);
        var hurried = await answerer.CollectAsync(question with { IsHurried = true });

        Assert.Equal(AnswerOutcome.Answered, hurried.Outcome);
        Assert.True(hurried.Text.Length < whole.Text.Length, hurried.Text);
        Assert.InRange(hurried.Text.Split(' ').Length, 1, 45); // one whole sentence, even if it is long
        Assert.Equal(whole.Citations[0].Source, hurried.Citations[0].Source);
    }

    [Fact]
    public async Task Answer_BeginsWithSourcesAndEndsWithCompletion()
    {
        var answer = await Asking.AskDemoAsync("What is residual vector quantisation?");

        Assert.IsType<SourcesFound>(answer.Parts[0]);
        Assert.Equal(AnswerOutcome.Answered, answer.Outcome);
        Assert.All(answer.Parts.Zip(answer.Parts.Skip(1)).Where(p => p.Second is AnswerCited), p => Assert.IsType<AnswerText>(p.First));
    }

    [Fact]
    public async Task Answer_CitesEverySentence_WithWordsThatStandInTheCourse()
    {
        var answer = await Asking.AskDemoAsync("When was Whisper released?");

        Assert.Contains("September 2022", answer.Text, StringComparison.Ordinal);
        Assert.Equal("17-speech-recognition.md", answer.Citations[0].Source);
        Assert.Equal(answer.Parts.OfType<AnswerText>().Count(), answer.Citations.Count);
        foreach (var citation in answer.Citations)
        {
            var passage = Asking.DemoLibrary.FindPassage("speech-synthesis", citation.PassageId);
            Assert.Contains(citation.Quote, passage!.Text, StringComparison.Ordinal);
            Assert.True(citation.TextStart + citation.TextLength <= answer.Text.Length);
        }
    }

    [Fact]
    public async Task Answer_ReplacesPronouns_WhenTheSentenceStandsAlone()
    {
        var answer = await Asking.AskDemoAsync("When was Whisper released?");

        Assert.StartsWith("Whisper was released", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("How many layers does BERT have?")]
    [InlineData("Who won the football match yesterday?")]
    public async Task Answer_Abstains_WhenTheCourseDoesNotCoverTheQuestion(string question)
    {
        var answer = await Asking.AskDemoAsync(question);

        Assert.Equal(AnswerOutcome.Abstained, answer.Outcome);
        Assert.StartsWith("The course does not cover that", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_StaysShort_ForEveryKindOfQuestion()
    {
        foreach (var question in new[] { "Explain VALL-E.", "Which losses are used to train a codec?", "How does residual vector quantisation work?", "Why do codec tokens have to stay frozen?" })
        {
            var answer = await Asking.AskDemoAsync(question);
            Assert.InRange(answer.Words, 5, 60);
        }
    }

    [Fact]
    public async Task Answer_SaysWhichCoursesExist_WhenTheCourseIsUnknown()
    {
        var answerer = new ExtractiveAnswerer(Asking.DemoLibrary);

        var exception = await Assert.ThrowsAsync<UserInputException>(() => answerer.CollectAsync(new Question("What is a codec?", "astrology")));

        Assert.Equal(NoticeCodes.CourseUnknown, exception.Code);
        Assert.Contains("speech-synthesis", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_StopsWhenCancelled()
    {
        using var source = new CancellationTokenSource();
        var answerer = new ExtractiveAnswerer(Asking.DemoLibrary);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var part in answerer.AnswerAsync(new Question("Which losses are used to train a codec?", "speech-synthesis"), source.Token))
            {
                if (part is AnswerText)
                {
                    await source.CancelAsync();
                }
            }
        });
    }
}
