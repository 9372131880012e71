using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Tests.Approval;

public sealed class ApprovedAnswersTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly CourseLibrary _library;
    private readonly ApprovedAnswers _approved;

    public ApprovedAnswersTests()
    {
        _library = new CourseLibrary(new CourseOptions { DataDirectory = _data.Path });
        _approved = new ApprovedAnswers(_library);
    }

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("What is a vocoder?")]
    [InlineData("what's a vocoder")]
    [InlineData("Can you explain what a vocoder is?")]
    [InlineData("Please define vocoders.")]
    public async Task NearDuplicates_GetExactlyTheApprovedAnswer(string question)
    {
        _approved.Approve("speech-synthesis", "What is a vocoder?", "It is the last stage.", [new Citation(1, "11-vocoders.md", "Vocoders", "A vocoder turns", "x", 0, 21)]);

        var answer = await AskAsync(question);

        Assert.Equal("It is the last stage.", answer.Text);
        Assert.Equal("approved", answer.Rule);
        Assert.Equal("11-vocoders.md", Assert.Single(answer.Citations).Source);
    }

    [Theory]
    [InlineData("What is a neural vocoder's training loss?")]
    [InlineData("Why is a vocoder needed?")]
    [InlineData("What is not a vocoder?")]
    [InlineData("How many layers does a vocoder have?")]
    [InlineData("What is a codec?")]
    public async Task OtherQuestions_AreAnsweredFromTheCourse(string question)
    {
        _approved.Approve("speech-synthesis", "What is a vocoder?", "It is the last stage.");

        Assert.NotEqual("approved", (await AskAsync(question)).Rule);
    }

    [Fact]
    public async Task NumbersMustAgree()
    {
        _approved.Approve("speech-synthesis", "What happens with 8 codebooks?", "Eight are enough.");

        Assert.NotEqual("approved", (await AskAsync("What happens with 4 codebooks?")).Rule);
        Assert.Equal("approved", (await AskAsync("What happens with eight codebooks?")).Rule);
    }

    [Fact]
    public async Task BannedQuestions_AreNotAnswered_UntilTheBanIsLifted()
    {
        _approved.Ban("speech-synthesis", "What is a vocoder?");
        Assert.Equal((AnswerOutcome.Abstained, "banned"), ((await AskAsync("What is a vocoder?")).Outcome, (await AskAsync("Explain vocoders")).Rule));

        Assert.True(_approved.Remove("speech-synthesis", "what is a vocoder"));
        Assert.Equal(AnswerOutcome.Answered, (await AskAsync("What is a vocoder?")).Outcome);
    }

    [Fact]
    public void Decisions_SurviveARestart_AndTheLatestCounts()
    {
        _approved.Approve("speech-synthesis", "What is a vocoder?", "First.");
        _approved.Approve("speech-synthesis", "Explain the vocoder", "Second.");

        var again = new ApprovedAnswers(_library);

        Assert.Equal("Second.", Assert.Single(again.List("speech-synthesis")).Answer);
    }

    private Task<CollectedAnswer> AskAsync(string question) =>
        new ApprovingAnswerer(_approved, new ExtractiveAnswerer(_library)).CollectAsync(new Question(question, "speech-synthesis"));
}
