using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Cli.Commands;

/// <summary>Approves an answer: the question and those like it get exactly this text.</summary>
internal static class ApproveCommand
{
    private static readonly Argument<string> Asked = new("question") { Description = "The question, in the words of a student." };

    private static readonly Option<string> Answer = new("--answer") { Description = "The answer, word for word.", HelpName = "text", Required = true };

    private static readonly Option<string> Course = new("--course") { Description = "Name of the course.", HelpName = "name", Required = true };

    public static Command Create() => new Command("approve", "Give a question, and those like it, exactly this answer.") { Asked, Answer, Course }.Runs(Run);

    private static Task Run(CommandContext context, CancellationToken cancellationToken)
    {
        var course = context.Arguments.GetRequiredValue(Course);
        var decision = new ApprovedAnswers(new CourseLibrary())
            .Approve(course, context.Arguments.GetRequiredValue(Asked), context.Arguments.GetRequiredValue(Answer));
        context.WriteResult(
            new Result(course, decision.Question, decision.Answer),
            result => $"\"{result.Question}\" and questions like it now get this answer in {result.Course}: {result.Answer}");
        return Task.CompletedTask;
    }

    private sealed record Result(string Course, string Question, string Answer);
}
