using System.CommandLine;
using Spectre.Console;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Cli.Commands;

/// <summary>Reads course material, so that it can be asked about.</summary>
internal static class IngestCommand
{
    private static readonly Argument<string> Folder = new("dir") { Description = "Folder with Markdown, slides, PDF or text; or one such file." };

    private static readonly Option<string> Course = new("--course")
    {
        Description = "Name of the course; it is made if it is new.",
        HelpName = "name",
        Required = true,
    };

    public static Command Create() => new Command("ingest", "Read course material, so that it can be asked about.") { Folder, Course }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var folder = context.Arguments.GetRequiredValue(Folder);
        if (!Directory.Exists(folder) && !File.Exists(folder))
        {
            throw new UserInputException(InputCodes.FileMissing, $"There is no folder or file '{folder}'. Check the name.");
        }

        var ingester = new CourseIngester(new CourseLibrary());
        var course = context.Arguments.GetRequiredValue(Course);
        var report = context.Json || Console.IsErrorRedirected
            ? await ingester.IngestAsync(folder, course, progress: null, cancellationToken)
            : await ShowingProgressAsync(context, progress => ingester.IngestAsync(folder, course, progress, cancellationToken));

        foreach (var failed in report.Files.Where(file => file.Result == FileResult.Failed))
        {
            context.WriteNotice($"virtualta: {failed.File}: {failed.Message}");
        }

        context.WriteResult(Summarise(report), Text);
        return report.Documents == 0 ? ExitCodes.BadInput : ExitCodes.Done;
    }

    private static Task<IngestReport> ShowingProgressAsync(CommandContext context, Func<Action<IngestProgress>, Task<IngestReport>> ingest)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
        return console.Progress().AutoClear(true).StartAsync(async display =>
        {
            var bar = display.AddTask("Reading");
            return await ingest(step =>
            {
                bar.MaxValue = step.Total;
                bar.Value = step.Done;
                bar.Description = Markup.Escape(step.File);
            });
        });
    }

    private static Result Summarise(IngestReport report) => new(
        report.Course,
        report.Documents,
        report.Passages,
        Count(report, FileResult.Read),
        Count(report, FileResult.Unchanged),
        Count(report, FileResult.Removed),
        [.. report.Files.Where(file => file.Result == FileResult.Failed).Select(file => new Skipped(file.File, file.Message ?? "It cannot be read."))],
        Math.Round(report.Elapsed.TotalMilliseconds));

    private static int Count(IngestReport report, FileResult result) => report.Files.Count(file => file.Result == result);

    private static string Text(Result result) =>
        $"Course {result.Course}: {result.Documents} documents, {result.Passages} passages "
        + $"({result.Read} read, {result.Unchanged} unchanged, {result.Removed} removed, {result.Failed.Count} failed).\n"
        + $"Ask it: virtualta ask \"What is this course about?\" --course {result.Course}";

    private sealed record Result(
        string Course, int Documents, int Passages, int Read, int Unchanged, int Removed, IReadOnlyList<Skipped> Failed, double ElapsedMs);

    private sealed record Skipped(string File, string Message);
}
