using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Turns;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;
using VirtualTA.Recognition.Phones;

namespace VirtualTA.Cli.Commands;

/// <summary>Measures how often the end of a turn is declared too early, and how late otherwise.</summary>
internal static class EvaluateTurnsCommand
{
    private static readonly string DefaultData = Path.Combine("..", "shared", "data", "speech");

    /// <summary>Looked at when a pause is this long; the model's figures do not change any more.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(260);

    private static readonly Option<string?> Data = new("--data")
    {
        Description = $"Folder of the speech data; {DefaultData} beside the repository if left out.",
        HelpName = "dir",
    };

    private static readonly Option<bool> Fit = new("--fit") { Description = "Fit the model to the tuning half, print its weights, and measure with them." };

    private static readonly Option<string?> Figures = new("--figures") { Description = "Write every pause with the model's figures to a file of JSON lines.", HelpName = "file" };

    private static readonly Option<bool> Details = new("--details") { Description = "Show every utterance that was cut off." };

    public static Command Create() =>
        new Command("turns", "Play utterances with pauses in them to the end-of-turn detector.") { Data, Fit, Figures, Details }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var speech = new TurnSpeech(context.Arguments.GetValue(Data) ?? FindData());
        var traces = await new TurnSet(speech, PhoneRecognizer.Load()).RecordAsync(context.WriteNotice, cancellationToken);
        if (context.Arguments.GetValue(Figures) is { } file)
        {
            await File.WriteAllLinesAsync(file, traces.Select(static trace => JsonLines.Format(trace.Describe())), cancellationToken);
        }

        var model = EndOfTurnModel.Default;
        double[]? weights = null;
        if (context.Arguments.GetValue(Fit))
        {
            weights = TurnModelFit.Fit([.. traces.Where(static trace => !trace.Utterance.IsHeldOut).SelectMany(static trace => trace.Pauses(Look))]);
            model = new EndOfTurnModel(weights);
            foreach (var probability in new[] { 0.5, 0.6, 0.7, 0.8, 0.9 })
            {
                var tuning = traces.Where(static trace => !trace.Utterance.IsHeldOut)
                    .Select(trace => trace.Play(new EndOfTurnOptions { FinishedProbability = probability }, model));
                context.WriteNotice($"finished from {probability}: {Text(Measure([.. tuning]))}");
            }
        }

        TurnOutcome[] outcomes = [.. traces.Select(trace => trace.Play(new EndOfTurnOptions(), model))];
        var cutOff = context.Arguments.GetValue(Details) ? outcomes.Where(static outcome => outcome.IsCutOff).Select(Line).ToArray() : [];
        context.WriteResult(
            new Result(
                Measure(outcomes),
                Measure([.. outcomes.Where(static outcome => !outcome.Trace.Utterance.IsHeldOut)]),
                Measure([.. outcomes.Where(static outcome => outcome.Trace.Utterance.IsHeldOut)]),
                weights,
                cutOff),
            Text);
        return ExitCodes.Done;
    }

    private static string FindData()
    {
        for (var directory = new DirectoryInfo(Environment.CurrentDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.GetFullPath(Path.Combine(directory.FullName, DefaultData));
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new UserInputException(InputCodes.FileMissing, "The speech data is not beside the repository. Name its folder with --data.");
    }

    private static Score Measure(TurnOutcome[] outcomes)
    {
        double[] commits = [.. outcomes.Where(static outcome => !outcome.IsCutOff).Select(static outcome => outcome.Commit.TotalMilliseconds).Order()];
        return new Score(
            outcomes.Length,
            outcomes.Length == 0 ? 0 : Math.Round((double)outcomes.Count(static outcome => outcome.IsCutOff) / outcomes.Length, 4),
            At(0.5),
            At(0.95));

        double At(double share) => commits.Length == 0 ? 0 : Math.Round(commits[(int)(share * (commits.Length - 1))]);
    }

    private static string Line(TurnOutcome outcome) => FormattableString.Invariant(
        $"{outcome.Trace.Utterance.Name}: after \"{outcome.Trace.Utterance.Before}\", pause {outcome.Trace.Utterance.Pause.TotalMilliseconds:0} ms, {-outcome.Commit.TotalSeconds:0.0} s before its end");

    private static string Text(Score score) => FormattableString.Invariant(
        $"{score.Utterances} utterances, cut off {score.CutOff:P1}, taken as finished after {score.MedianCommitMs} ms (median), {score.P95CommitMs} ms (95 %)");

    private static string Text(Result result) => string.Join('\n', (string[])
    [
        $"all:      {Text(result.All)}",
        $"tuned on: {Text(result.TunedOn)}",
        $"held out: {Text(result.HeldOut)}",
        .. result.Weights is { } weights ? [$"weights: {string.Join(", ", weights.Select(static weight => weight.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))}"] : Array.Empty<string>(),
        .. result.CutOff,
    ]);

    private sealed record Result(Score All, Score TunedOn, Score HeldOut, double[]? Weights, IReadOnlyList<string> CutOff);

    private sealed record Score(int Utterances, double CutOff, double MedianCommitMs, double P95CommitMs);
}
