using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Cli.Commands;

/// <summary>Writes down what is said in recordings.</summary>
internal static class TranscribeCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "WAV files of any rate, up to five minutes each.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Course = new("--course")
    {
        Description = "Expect the words of this course.",
        HelpName = "name",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Recogniser to use, such as embedded; the best installed one if not given. 'doctor' lists them.",
        HelpName = "name",
    };

    public static Command Create() =>
        new Command("transcribe", "Write down what is said in recordings.") { Files, Course, Model }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var recognition = Context(context.Arguments.GetValue(Course));
        var recognizer = Engines.RequireRecognizer(context.Arguments.GetValue(Model), fault => context.WriteNotice($"virtualta: {fault}"));
        var exitCode = ExitCodes.Done;
        foreach (var file in context.Arguments.GetRequiredValue(Files))
        {
            try
            {
                var result = await TranscribeAsync(recognizer, recognition, file, cancellationToken);
                context.WriteResult(result, Text);
            }
            catch (UserInputException refused)
            {
                // One bad file does not keep the others from being written down.
                ErrorReport.Write(context.Json, context.Output, context.Error, refused.Code, refused.Message, file);
                exitCode = ExitCodes.BadInput;
            }
        }

        return exitCode;
    }

    private static RecognitionContext Context(string? course) => course is null
        ? RecognitionContext.None
        : new RecognitionContext { Course = course, CourseText = new CourseLibrary().Sentences(course) };

    private static async Task<Result> TranscribeAsync(
        ISpeechRecognizer recognizer, RecognitionContext recognition, string file, CancellationToken cancellationToken)
    {
        var samples = RecordingFile.Read(file, Longest);
        var started = TimeProvider.System.GetTimestamp();
        var final = new Transcript("", IsFinal: true, [], 0);
        await foreach (var transcript in recognizer.TranscribeAsync(RecordingFile.FramesAsync(samples), recognition, cancellationToken))
        {
            final = transcript.IsFinal ? transcript : final;
        }

        return new Result(
            file,
            final.Text,
            Math.Round(final.Confidence, 3),
            [.. final.Words.Select(word => new Word(word.Word, word.Start.TotalMilliseconds, word.End.TotalMilliseconds))],
            Math.Round(samples.Length / (double)AudioFrame.SampleRate, 3),
            recognizer.Name,
            Math.Round(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds));
    }

    private static string Text(Result result) => result.Text.Length > 0 ? $"{result.File}: {result.Text}" : $"{result.File}: (no words)";

    private sealed record Result(
        string File, string Text, double Confidence, IReadOnlyList<Word> Words, double Seconds, string Recognizer, double ElapsedMs);

    private sealed record Word(string Text, double StartMs, double EndMs);
}
