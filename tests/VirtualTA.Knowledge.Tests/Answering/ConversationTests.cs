using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Answering;

public sealed class ConversationTests
{
    [Fact]
    public async Task FollowUp_IsUnderstoodWithTheQuestionBefore()
    {
        const string First = "What is HiFi-GAN?";
        var first = await Asking.AskDemoAsync(First);

        var answer = await Asking.AskDemoAsync("And how fast is it?", first.AsExchange(First));

        Assert.Contains("one hundred times faster", answer.Text, StringComparison.Ordinal);
        Assert.Equal("11-vocoders.md", answer.Citations[0].Source);
    }

    [Fact]
    public async Task Repeat_GivesTheSameAnswerWithItsCitations()
    {
        var first = await Asking.AskDemoAsync("When was Whisper released?");

        var answer = await Asking.AskDemoAsync("Could you repeat that, please?", first.AsExchange("When was Whisper released?"));

        Assert.Equal(first.Text, answer.Text);
        Assert.Equal(first.Citations, answer.Citations);
    }

    [Fact]
    public async Task Slower_KeepsTheTextAndAddsPausesToTheVoice()
    {
        var first = await Asking.AskDemoAsync("What is residual vector quantisation?");

        var answer = await Asking.AskDemoAsync("slower please", first.AsExchange("What is residual vector quantisation?"));

        Assert.Equal(first.Text, answer.Text);
        Assert.True(answer.Spoken.Count(c => c == ',') > first.Spoken.Count(c => c == ','));
    }

    [Fact]
    public async Task MoreDetail_SaysSomethingNew()
    {
        var first = await Asking.AskDemoAsync("What is VALL-E?");

        var answer = await Asking.AskDemoAsync("more detail", first.AsExchange("What is VALL-E?"));

        Assert.Equal(AnswerOutcome.Answered, answer.Outcome);
        Assert.Empty(answer.Citations.Select(c => c.Quote).Intersect(first.Citations.Select(c => c.Quote)));
        Assert.InRange(answer.Words, 10, 120);
    }

    [Fact]
    public async Task WhereIsThat_NamesThePlace()
    {
        var first = await Asking.AskDemoAsync("When was Whisper released?");

        var answer = await Asking.AskDemoAsync("Where is that?", first.AsExchange("When was Whisper released?"));

        Assert.Contains("Whisper", answer.Text, StringComparison.Ordinal);
        Assert.Equal("17-speech-recognition.md", answer.Citations[0].Source);
    }

    [Fact]
    public async Task Commands_ExplainThemselves_WithoutAnEarlierAnswer() =>
        Assert.Equal("no-earlier-answer", (await Asking.AskDemoAsync("repeat")).Rule);

    [Theory]
    [InlineData("how many layers does wally have", "12 layers")]
    [InlineData("who published wave net", "DeepMind")]
    [InlineData("how many frames per second does en codec produce", "75 frames")]
    [InlineData("what is a vocodre", "waveform")]
    [InlineData("What is the MOS?", "ratings")]
    [InlineData("how is voice box trained", "infilling")]
    [InlineData("who introduced the v q v a e", "van den Oord")]
    public async Task MisheardAndMistypedQuestions_FindTheirTopic(string question, string fact) =>
        Assert.Contains(fact, (await Asking.AskDemoAsync(question)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("What is a codec?", nameof(QuestionKind.Definition))]
    [InlineData("How many layers does it have?", nameof(QuestionKind.Number))]
    [InlineData("What sampling rate do recognisers use?", nameof(QuestionKind.Number))]
    [InlineData("What is the difference between A and B?", nameof(QuestionKind.Comparison))]
    [InlineData("Which losses are used?", nameof(QuestionKind.List))]
    [InlineData("What are the three loss terms?", nameof(QuestionKind.List))]
    [InlineData("Why does it fail?", nameof(QuestionKind.Reason))]
    [InlineData("How does CTC work?", nameof(QuestionKind.Procedure))]
    [InlineData("Can the rate exceed one?", nameof(QuestionKind.YesNo))]
    [InlineData("Who wrote it?", nameof(QuestionKind.Who))]
    [InlineData("In which year was it published?", nameof(QuestionKind.When))]
    public void Read_FindsTheKind(string question, string kind) => Assert.Equal(kind, QuestionReader.Read(question).Kind.ToString());

    [Fact]
    public async Task CurrentSlide_IsPreferred()
    {
        var answerer = new ExtractiveAnswerer(Asking.DemoLibrary);
        var question = new Question("How many parameters does it have?", "speech-synthesis") { CurrentLocator = "12-normalising-flows.md" };

        var answer = await answerer.CollectAsync(question);

        Assert.Equal("12-normalising-flows.md", answer.Citations[0].Source);
    }

    [Theory]
    [InlineData("flows")]
    [InlineData("codecs")]
    public async Task CurrentSlide_IsOfItsDocument_WhereOthersHaveOneOfThatNameToo(string document)
    {
        using var data = new TemporaryFolder();
        using var material = new TemporaryFolder();
        material.Write("codecs.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:09.000\nThe model of this part has 14 million parameters in all.");
        material.Write("flows.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:09.000\nThe model of this part has 28 million parameters in all.");
        var library = new CourseLibrary(new CourseOptions { DataDirectory = data.Path });
        await new CourseIngester(library).IngestAsync(material.Path, "models");

        var places = library.Places("models");
        Assert.Single(places.Select(place => place.Locator).Distinct());
        var now = places.Single(place => place.Source.Contains(document, StringComparison.OrdinalIgnoreCase));

        var answer = await new ExtractiveAnswerer(library).CollectAsync(
            new Question("How many parameters does the model have?", "models") { CurrentLocator = $"{now.Source}, {now.Locator}" });

        Assert.Equal(document + ".vtt", answer.Citations[0].Source);
    }
}
