using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Knowledge;
using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Recognition;
using VirtualTA.Synthesis;

namespace VirtualTA.Cli.Commands;

/// <summary>Asks a course one question, spoken or written, and gives the cited answer, written and spoken.</summary>
internal static class AskCommand
{
    private static readonly string[] AudioEndings = [".wav", ".wave", ".mp3", ".ogg", ".opus", ".flac", ".m4a", ".webm"];

    private static readonly Argument<string> Asked = new("question") { Description = "A WAV file with the question, or the question itself." };

    private static readonly Option<string?> Course = new("--course") { Description = "Name of the course; the first one if left out.", HelpName = "name" };

    private static readonly Option<string?> Voice = new("--voice") { Description = "Name of the voice that answers.", HelpName = "name" };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The WAV file for the spoken answer.",
        HelpName = "file",
        DefaultValueFactory = _ => "answer.wav",
    };

    private static readonly Option<bool> NoAudio = new("--no-audio") { Description = "Answer in writing only." };

    public static Command Create() =>
        new Command("ask", "Ask a course a question by voice or text.") { Asked, Course, Voice, Out, NoAudio }.Runs(RunAsync);

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var library = new CourseLibrary();
        var course = context.Arguments.GetValue(Course) ?? library.DefaultCourse;
        var sentences = library.Sentences(course); // refuses an unknown course before anything else is done
        library.Warm(course);
        var request = Request(context, course, sentences);
        var path = context.Arguments.GetRequiredValue(Out);
        using var file = request.Speak ? SpeechFile.Create(path) : null;

        var options = new TurnOptions();
        var turn = new Turn(1, CreateEngines(context, library), options, TimeProvider.System);
        var report = new AnswerReport(context, file);
        await foreach (var step in turn.RunAsync(request, cancellationToken))
        {
            report.Add(step);
        }

        cancellationToken.ThrowIfCancellationRequested();
        report.ThrowIfUnanswered(turn.Failure);
        report.Complete(course, path, turn.Timeline);
    }

    private static TurnRequest Request(CommandContext context, string course, IReadOnlyList<string> sentences)
    {
        var asked = context.Arguments.GetRequiredValue(Asked);
        var request = new TurnRequest(course)
        {
            Voice = context.Arguments.GetValue(Voice),
            Speak = !context.Arguments.GetValue(NoAudio),
            Recognition = new RecognitionContext { Course = course, CourseText = sentences },
        };
        return IsFile(asked)
            ? request with { Speech = RecordingFile.FramesAsync(RecordingFile.Read(asked, new TurnOptions().MaximumSpeech)) }
            : request with { Text = asked };
    }

    private static TurnEngines CreateEngines(CommandContext context, CourseLibrary library)
    {
        var engines = new TurnEngines(Answerers.Create(library, chatOptions: ChatAnswerOptions.FromEnvironment()))
        {
            Recognizer = SpeechRecognizers.CreateDefault(out var recognizerRemedy, refused: fault => context.WriteNotice($"virtualta: {fault}")),
            Synthesizer = SpeechSynthesizers.CreateDefault(out var synthesizerRemedy),
        };
        return engines with { RecognizerRemedy = recognizerRemedy, SynthesizerRemedy = synthesizerRemedy };
    }

    /// <summary>Whether the argument names a recording rather than being the question.</summary>
    private static bool IsFile(string asked) =>
        File.Exists(asked) || AudioEndings.Contains(Path.GetExtension(asked), StringComparer.OrdinalIgnoreCase);
}
