using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.TestKit;

namespace VirtualTA.Knowledge.Tests.Chat;

public sealed class ReservationTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _material = new();

    public void Dispose()
    {
        _data.Dispose();
        _material.Dispose();
    }

    [Fact]
    public async Task Answer_HedgesAndCounts_WhatTheCourseSupportsOnlyInPart()
    {
        using var hedged = new InstrumentReader("virtualta.answers.hedged");
        var answer = await AskAsync(
            "How long is the Alder?",
            "The Alder is 412 kilometres long [1]. The Alder floods meadows beautifully and disastrously throughout spring [1].");

        Assert.Contains("The Alder is 412 kilometres long.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("If I read the course right, the Alder floods meadows", answer.Text, StringComparison.Ordinal);
        Assert.Contains("If I read the course right", answer.Spoken, StringComparison.Ordinal);
        Assert.Equal((AnswerOutcome.Answered, "hedged-1"), (answer.Outcome, answer.Rule));
        Assert.Contains(answer.Parts, p => p is AnswerNoticed { Code: NoticeCodes.AnswerHedged });
        Assert.True(hedged.Total >= 1);
    }

    [Fact]
    public async Task Answer_DoesNotHedge_WhatNamesAnotherNumber()
    {
        var answer = await AskAsync("How long is the Alder?", "The Alder is 412 kilometres long [1]. The Alder floods 77 meadows in spring [1].");

        Assert.Equal("The Alder is 412 kilometres long.", answer.Text);
        Assert.Equal("dropped-1", answer.Rule);
    }

    [Fact]
    public async Task Answer_CorrectsItselfAloud_WhenAFigureStandsForSomethingElse()
    {
        using var retracted = new InstrumentReader("virtualta.answers.retracted");

        // All words stand in the passage, so the sentence passes the gate; but 168 kilometres is the length of the Birch.
        var answer = await AskAsync("How long is the river Alder?", "The river Alder is 168 kilometres long [1].");

        Assert.StartsWith("The river Alder is 168 kilometres long. I have to correct myself. The course says:", answer.Text, StringComparison.Ordinal);
        Assert.Contains("The river Alder is 412 kilometres long.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("I have to correct myself", answer.Spoken, StringComparison.Ordinal);
        Assert.Equal("retracted-1", answer.Rule);
        Assert.Contains(answer.Parts, p => p is AnswerNoticed { Code: NoticeCodes.AnswerRetracted });
        Assert.Contains(answer.Citations, c => c.Quote.Contains("412", StringComparison.Ordinal));
        Assert.True(retracted.Total >= 1);
    }

    [Fact]
    public async Task Answer_CorrectsItself_EvenWhenTheModelIsCutOffAfterwards()
    {
        await using var server = new FakeOpenAiServer(async call =>
        {
            call.Begin();
            await call.DeltaAsync("The river Alder is 168 kilometres long [1]. It rises in");
            call.Context.Response.Abort();
        });

        var answer = await AskAsync("How long is the river Alder?", server);

        Assert.Contains("I have to correct myself", answer.Text, StringComparison.Ordinal);
        Assert.Equal(AnswerOutcome.Degraded, answer.Outcome);
    }

    [Theory]
    [InlineData("The river Alder is one hundred and sixty-eight kilometres long [1].", "412")]
    [InlineData("Ships first sailed the river Alder in sixteen sixty-eight [1].", "1712")]
    [InlineData("The bridge over the river Birch was opened in October [1].", "April")]
    public async Task Answer_CorrectsItself_WhenANumberInWordsOrADateIsNotTheCourses(string said, string right)
    {
        var answer = await AskAsync("What do we know about the river Alder, its ships, the river Birch and its bridge?", said);

        Assert.Contains("I have to correct myself", answer.Text, StringComparison.Ordinal);
        Assert.Contains(right, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The river Alder is four hundred and twelve kilometres long [1].")]
    [InlineData("The bridge over the river Birch was opened in April [1].")]
    [InlineData("The river Alder is 412 kilometres long [1].")]
    [InlineData("The river Birch is 168 kilometres long [1].")]
    [InlineData("The river Alder floods meadows in spring [1].")]
    public async Task Answer_TakesNothingBack_ThatTheCourseSays(string sentence)
    {
        var answer = await AskAsync("What do we know about the river Alder and the river Birch?", sentence);

        Assert.DoesNotContain("correct myself", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("retracted", answer.Rule ?? "", StringComparison.Ordinal);
    }

    private async Task<CollectedAnswer> AskAsync(string question, string said)
    {
        await using var server = new FakeOpenAiServer(call => call.SayAsync(said));
        return await AskAsync(question, server);
    }

    private async Task<CollectedAnswer> AskAsync(string question, FakeOpenAiServer server)
    {
        _material.Write("rivers.md", "# Rivers\n\nThe river Alder is 412 kilometres long. The river Birch is 168 kilometres long. The river Alder floods the meadows in spring. Ships first sailed the river Alder in 1712. The bridge over the river Birch was opened in April. The mill was opened in October 1668.");
        var library = new CourseLibrary(new CourseOptions { DataDirectory = _data.Path });
        await new CourseIngester(library).IngestAsync(_material.Path, "rivers");
        var options = new ChatAnswerOptions { Endpoint = server.Endpoint, RetryDelay = TimeSpan.FromMilliseconds(1) };
        return await new ChatAnswerer(library, new OpenAiChatClient(server.Endpoint, "fake", "none"), options).CollectAsync(new Question(question, "rivers"));
    }
}
