using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Cli.Commands;

/// <summary>Lists what was decided about the questions of a course.</summary>
internal static class ApprovedCommand
{
    private static readonly Option<string> Course = new("--course") { Description = "Name of the course.", HelpName = "name", Required = true };

    public static Command Create() => new Command("approved", "List the approved answers and banned questions of a course.") { Course }.Runs(Run);

    private static Task Run(CommandContext context, CancellationToken cancellationToken)
    {
        var course = context.Arguments.GetRequiredValue(Course);
        var decisions = new ApprovedAnswers(new CourseLibrary()).List(course)
            .Select(d => new Decision(d.Question, d.Answer, d.IsBanned, d.DecidedAt)).ToArray();
        context.WriteResult(new Result(course, decisions), Text);
        return Task.CompletedTask;
    }

    private static string Text(Result result) => result.Decisions.Count == 0
        ? $"Nothing is approved or banned in {result.Course}. Approve an answer: virtualta approve \"QUESTION\" --answer \"ANSWER\" --course {result.Course}"
        : string.Join('\n', result.Decisions.Select(d => d.Banned ? $"banned    {d.Question}" : $"approved  {d.Question}\n          {d.Answer}"));

    private sealed record Result(string Course, IReadOnlyList<Decision> Decisions);

    private sealed record Decision(string Question, string Answer, bool Banned, DateTimeOffset DecidedAt);
}
