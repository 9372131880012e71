using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Evaluation;

namespace VirtualTA.Knowledge.Tests.Evaluation;

public sealed class AnswerEvaluationTests
{
    [Fact]
    public async Task Answers_MeetTheirGoals_OnAllThreeCourses()
    {
        using var data = new TemporaryFolder();
        var library = new CourseLibrary(new CourseOptions { DataDirectory = data.Path });
        var questions = await AnswerEvaluation.LoadAsync(Path.Combine(AppContext.BaseDirectory, "Evaluation"), library);

        var report = await new AnswerEvaluation(library, new ExtractiveAnswerer(library)).RunAsync(questions);

        Assert.True(report.All.Answerable >= 80 && report.All.Unanswerable >= 20);
        Assert.True(report.All.CitedRight >= 0.9, $"cited {report.All.CitedRight}");
        Assert.True(report.All.HasFact >= 0.85, $"fact {report.All.HasFact}");
        Assert.True(report.All.Refused >= 0.9, $"refused {report.All.Refused}");
        Assert.True(report.All.LongestWords <= 60);
        Assert.True(report.HeldOut.CitedRight >= 0.8 && report.HeldOut.HasFact >= 0.8 && report.HeldOut.Refused >= 0.8);
    }
}
