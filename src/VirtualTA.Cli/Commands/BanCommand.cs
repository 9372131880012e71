using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Cli.Commands;

/// <summary>Bans a question: it and those like it are not answered.</summary>
internal static class BanCommand
{
    private static readonly Argument<string> Asked = new("question") { Description = "The question that is not to be answered." };

    private static readonly Option<string> Course = new("--course") { Description = "Name of the course.", HelpName = "name", Required = true };

    public static Command Create() => new Command("ban", "Keep a question, and those like it, from being answered.") { Asked, Course }.Runs(Run);

    private static Task Run(CommandContext context, CancellationToken cancellationToken)
    {
        var course = context.Arguments.GetRequiredValue(Course);
        var decision = new ApprovedAnswers(new CourseLibrary()).Ban(course, context.Arguments.GetRequiredValue(Asked));
        context.WriteResult(
            new Result(course, decision.Question, Banned: true),
            result => $"\"{result.Question}\" and questions like it are no longer answered in {result.Course}.");
        return Task.CompletedTask;
    }

    private sealed record Result(string Course, string Question, bool Banned);
}
