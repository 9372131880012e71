using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Evaluation;

namespace VirtualTA.Cli.Commands;

/// <summary>Measures how good the answers are.</summary>
internal static class EvaluateCommand
{
    private static readonly string DefaultSet = Path.Combine("tests", "VirtualTA.Knowledge.Tests", "Evaluation");

    private static readonly Option<string?> Set = new("--set")
    {
        Description = $"Folder with {AnswerEvaluation.QuestionsFile} and one folder for each course; the project's own set if left out.",
        HelpName = "dir",
    };

    private static readonly Option<bool> Details = new("--details") { Description = "Show every question, not only those that went wrong." };

    public static Command Create() => new("eval", "Measure quality.")
    {
        new Command("answers", "Ask a set of questions; check citations, facts and refusals.") { Set, Details }.Runs(RunAsync),
        EvaluateTurnsCommand.Create(),
        EvaluateVoiceCommand.Create(),
    };

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var set = context.Arguments.GetValue(Set) ?? FindDefaultSet();
        var data = Directory.CreateTempSubdirectory("virtualta-eval-");
        try
        {
            var library = new CourseLibrary(new CourseOptions { DataDirectory = data.FullName });
            var questions = await AnswerEvaluation.LoadAsync(set, library, cancellationToken);
            foreach (var course in questions.Select(q => q.Course).Distinct())
            {
                library.Warm(course);
            }

            var answerer = Answerers.Create(library, new AnswerOptions(), ChatAnswerOptions.FromEnvironment());
            var report = await new AnswerEvaluation(library, answerer).RunAsync(questions, progress: null, cancellationToken);
            var shown = report.Results.Where(r => context.Arguments.GetValue(Details) || IsWrong(r)).Select(Line).ToArray();
            context.WriteResult(new Result(answerer.Name, Row(report.All), Row(report.Development), Row(report.HeldOut), report.ByCourse.ToDictionary(c => c.Key, c => Row(c.Value)), shown), Text);
            return ExitCodes.Done;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string FindDefaultSet()
    {
        for (var directory = new DirectoryInfo(Environment.CurrentDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, DefaultSet);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new UserInputException(InputCodes.FileMissing, $"The project's own questions are not here. Run the command inside the repository, or name a folder with --set.");
    }

    private static bool IsWrong(QuestionResult result) => result.Question.IsAnswerable ? !result.CitedRight || !result.HasFact : !result.Refused;

    private static Score Row(EvaluationScore score) => new(
        score.Answerable,
        score.Unanswerable,
        Math.Round(score.CitedRight, 3),
        Math.Round(score.HasFact, 3),
        Math.Round(score.Refused, 3),
        score.LongestWords,
        Math.Round(score.MedianFirstSentence.TotalMilliseconds, 2));

    private static Item Line(QuestionResult result) => new(
        result.Question.Course,
        result.Question.Question,
        result.Answer,
        result.FirstSource,
        result.CitedRight,
        result.HasFact,
        result.Refused,
        result.Question.HeldOut,
        result.Rule,
        Math.Round(result.FirstSentence.TotalMilliseconds, 2));

    private static string Text(Result result)
    {
        var lines = new List<string> { "set            questions  cited first  fact     refused  longest  first sentence" };
        AddScore("all", result.All);
        AddScore("development", result.Development);
        AddScore("held out", result.HeldOut);
        foreach (var (course, score) in result.Courses)
        {
            AddScore(course, score);
        }

        lines.AddRange(result.Questions.Select(q => $"- [{q.Course}] {q.Question}\n    {q.Answer} ({q.Source})"));
        return string.Join('\n', lines);

        void AddScore(string name, Score score) => lines.Add(FormattableString.Invariant(
            $"{name,-16} {score.Answerable,3} + {score.Unanswerable,-3} {score.CitedFirst,9:P1} {score.Fact,9:P1} {score.Refused,9:P1} {score.LongestWords,5} words {score.FirstSentenceMs,6} ms"));
    }

    private sealed record Result(string Answerer, Score All, Score Development, Score HeldOut, IReadOnlyDictionary<string, Score> Courses, IReadOnlyList<Item> Questions);

    private sealed record Score(int Answerable, int Unanswerable, double CitedFirst, double Fact, double Refused, int LongestWords, double FirstSentenceMs);

    private sealed record Item(string Course, string Question, string Answer, string Source, bool CitedFirst, bool Fact, bool Refused, bool HeldOut, string? Rule, double FirstSentenceMs);
}
