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

    /// <summary>Looked at when a pause is this long: the sound is judged and the words are read.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly Option<string?> Data = new("--data")
    {
        Description = $"Folder of the speech data; {DefaultData} beside the repository if left out.",
        HelpName = "dir",
    };

    private static readonly Option<bool> Tails = new("--tails") { Description = "Keep what was recorded after the last word: a voice that dies away instead of one that is cut off." };

    private static readonly Option<bool> Fit = new("--fit") { Description = "Fit the model to recordings that are not measured with, and print its weights and what they give." };

    private static readonly Option<string?> Figures = new("--figures") { Description = "Write every pause with the model's figures to a file of JSON lines.", HelpName = "file" };

    private static readonly Option<string?> Language = new("--language")
    {
        Description = "Counts of another general language model, such as one that lacks the sentences of the fit (models/training/virtualta_training/turns/language.py).",
        HelpName = "file",
    };

    private static readonly Option<bool> Curve = new("--curve") { Description = "Show what more or less patience would give." };

    private static readonly Option<bool> Details = new("--details") { Description = "Show every utterance that was cut off." };

    public static Command Create() =>
        new Command("turns", "Play utterances with pauses in them to the end-of-turn detector.") { Data, Tails, Fit, Figures, Language, Curve, Details }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var speech = new TurnSpeech(context.Arguments.GetValue(Data) ?? FindData());
        var fits = context.Arguments.GetValue(Fit);
        var parts = fits ? new[] { TurnPart.Fitting } : [TurnPart.Tuning, TurnPart.HeldOut];
        var recognizer = PhoneRecognizer.Load(new PhoneRecognizerOptions { LanguagePath = context.Arguments.GetValue(Language) });
        var traces = await new TurnSet(speech, recognizer, context.Arguments.GetValue(Tails)).RecordAsync(parts, context.WriteNotice, cancellationToken);
        if (context.Arguments.GetValue(Figures) is { } file)
        {
            var described = traces.Select(static trace => new TurnDescription(
                trace.Utterance.Name, trace.Utterance.Part, trace.Utterance.Pause.TotalMilliseconds, trace.Pauses(Look)));
            await File.WriteAllLinesAsync(file, described.Select(JsonLines.Format), cancellationToken);
        }

        var model = EndOfTurnModel.Default;
        (double[] Reading, double[] Listening)? weights = null;
        if (fits)
        {
            weights = TurnModelFit.Weights([.. traces.SelectMany(static trace => trace.Pauses(Look))]);
            model = new EndOfTurnModel(weights.Value.Reading, weights.Value.Listening, model.EvenPause, model.PausePerOdds);
        }

        var curve = fits || context.Arguments.GetValue(Curve) ? TurnCurve.Draw(traces, model) : [];
        TurnOutcome[] outcomes = [.. traces.Select(trace => trace.Play(new EndOfTurnOptions(), model))];
        var cutOff = context.Arguments.GetValue(Details) ? outcomes.Where(static outcome => outcome.IsCutOff).Select(Line).ToArray() : [];
        context.WriteResult(
            new Result(
                TurnScore.Of(outcomes),
                TurnScore.Of(outcomes.Where(static outcome => outcome.Trace.Utterance.Part != TurnPart.HeldOut)),
                TurnScore.Of(outcomes.Where(static outcome => outcome.Trace.Utterance.Part == TurnPart.HeldOut)),
                weights?.Reading,
                weights?.Listening,
                curve,
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

    private static string Line(TurnOutcome outcome) => FormattableString.Invariant(
        $"{outcome.Trace.Utterance.Name}: after \"{outcome.Trace.Utterance.Before}\", pause {outcome.Trace.Utterance.Pause.TotalMilliseconds:0} ms, {-outcome.Commit.TotalSeconds:0.0} s before its end");

    private static string Text(Result result) => string.Join('\n', (string[])
    [
        $"all:      {result.All}",
        $"tuned on: {result.TunedOn}",
        $"held out: {result.HeldOut}",
        .. Weights("reading", result.Reading),
        .. Weights("listening", result.Listening),
        .. result.Curve.Select(static point => point.ToString()),
        .. result.CutOff,
    ]);

    private static IEnumerable<string> Weights(string name, double[]? weights) => weights is null
        ? []
        : [$"{name}: {string.Join(", ", weights.Select(static weight => weight.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))}"];

    private sealed record Result(
        TurnScore All, TurnScore TunedOn, TurnScore HeldOut, double[]? Reading, double[]? Listening, IReadOnlyList<TurnCurve> Curve, IReadOnlyList<string> CutOff);
}
