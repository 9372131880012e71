using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Answering;

/// <summary>Questions to a raw transcript, and questions whose form decides which sentence answers.</summary>
public sealed class SpokenCourseTests : IAsyncLifetime, IDisposable
{
    private const string Lecture =
        "okay so good morning everyone today we're going to talk about virtual memory and a little bit about page replacement so last week we did scheduling "
        + "and now we ask how do you share the memory so virtual memory gives every process the illusion that it has the whole address space for itself "
        + "and the hardware that translates is called the m m u and on x eighty six a page is four kilobytes usually and we have a cache for it and it's called the t l b the translation lookaside buffer "
        + "and if every process keeps taking pages from the others the system does no work and this is called thrashing and then there are huge pages and they are two megabytes "
        + "and the disadvantage is internal fragmentation and reading from a disk takes ten milliseconds okay next time we'll talk about file systems so the log structured one and so on see you on friday";

    private readonly TemporaryFolder _folder = new();
    private CourseLibrary _library = null!;

    public async Task InitializeAsync()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "lecture-09.txt"), Lecture);
        _library = new CourseLibrary(new CourseOptions { DataDirectory = Path.Combine(_folder.Path, "data") });
        await new CourseIngester(_library).IngestAsync(source, "systems");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("What is virtual memory?", "illusion")]
    [InlineData("What is a TLB?", "translation lookaside buffer")]
    [InlineData("What is thrashing?", "keeps taking pages from the others")]
    [InlineData("How big is a page on x86?", "four kilobytes")]
    [InlineData("What is the disadvantage of huge pages?", "internal fragmentation")]
    public async Task Answer_TellsWhatWasSaid(string question, string fact)
    {
        var answer = await new ExtractiveAnswerer(_library).CollectAsync(new Question(question, "systems"));

        Assert.Equal(AnswerOutcome.Answered, answer.Outcome);
        Assert.Contains(fact, answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(answer.Words, 1, 60);
    }

    [Fact]
    public async Task Answer_KeepsAClauseWhole_AndBeginsWhereTheLecturerAsksTheSame()
    {
        const string Bridges = "so in the old days you would have a bridge on every farm and a bridge which is rather narrow was the pride of the farmer and they painted it and they built a roof on it "
            + "okay so what is a bridge well the shortest answer is a way over something that you can't walk through like water or a railway and most of the bridges here are of stone "
            + "and the oldest of them on the road from the harbour to the market with the four towers of grey stone on the island near the mill of the monks of the abbey fell in the winter of the flood";
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "bridges")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "lecture.txt"), Bridges);
        await new CourseIngester(_library).IngestAsync(source, "bridges");

        var definition = await new ExtractiveAnswerer(_library).CollectAsync(new Question("What exactly is a bridge?", "bridges"));
        var fall = await new ExtractiveAnswerer(_library).CollectAsync(new Question("Which bridge fell in the flood?", "bridges"));

        Assert.Contains("a way over something", definition.Text, StringComparison.Ordinal);
        Assert.Contains("with the four towers of grey stone on the island near the mill of the monks of the abbey fell in the winter", fall.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_IsTakenFromWhereTheLecturerWondersAboutTheSame()
    {
        const string Swallows = "okay so today birds and the swallows leave when the farmer drives the cows home and the leaves are brown at least that's what people in the village used to say and they would ring a bell for it "
            + "and the house martins nest under the roof and they come back to the same roof every spring and you can hear them at five in the morning and they build with mud "
            + "okay so why do the swallows leave there's nothing to eat for them in winter the flies are gone and a bird of twenty grams has no reserves and it's four weeks to the cape "
            + "and the last thing for today is the swift which sleeps on the wing and never touches the ground for two years and we'll see a film about it";
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "birds")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "lecture.txt"), Swallows);
        await new CourseIngester(_library).IngestAsync(source, "birds");

        var answer = await new ExtractiveAnswerer(_library).CollectAsync(new Question("Why do swallows leave?", "birds"));

        Assert.Contains("nothing to eat", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How does a log structured file system work?")]
    [InlineData("What is a semaphore?")]
    public async Task Answer_Abstains_WhereTheLectureOnlyAnnounces(string question) =>
        Assert.Equal(AnswerOutcome.Abstained, (await new ExtractiveAnswerer(_library).CollectAsync(new Question(question, "systems"))).Outcome);

    [Fact]
    public async Task Definition_ComesFirst_ThenHowItWorks()
    {
        var answer = await Asking.AskDemoAsync("What is residual vector quantization?");

        var definition = answer.Text.IndexOf("Residual vector quantisation (RVQ)", StringComparison.Ordinal);
        Assert.InRange(definition, 0, answer.Text.IndexOf("The first codebook approximates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comparison_TakesASentenceForEachSide()
    {
        var answer = await Asking.AskDemoAsync("Compare WaveNet and HiFi-GAN");

        Assert.Equal(AnswerOutcome.Answered, answer.Outcome);
        Assert.Contains("WaveNet", answer.Text, StringComparison.Ordinal);
        Assert.Contains("HiFi-GAN", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_Abstains_WhenOneSideIsNotInTheCourse() =>
        Assert.Equal(AnswerOutcome.Abstained, (await Asking.AskDemoAsync("Compare WaveNet and Photoshop")).Outcome);

    [Fact]
    public async Task Way_IsNotAnsweredByTheAim() =>
        Assert.Equal("15-evaluation.md", (await Asking.AskDemoAsync("How is intelligibility measured?")).Citations[0].Source);
}
