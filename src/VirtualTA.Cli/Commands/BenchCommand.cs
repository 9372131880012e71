using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Speaking;
using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis;
using VirtualTA.Synthesis.Streaming;

namespace VirtualTA.Cli.Commands;

/// <summary>Measures how fast the parts are on this machine.</summary>
internal static class BenchCommand
{
    private const int WarmUps = 3;
    private const double WordsASecond = 2.5;
    private const int LeastWords = 10;
    private const int TimedSteps = 300;
    private const string Embedded = "embedded";

    private static readonly int[] Lengths = [1, 10, 60];

    private static readonly string[] Sentences =
    [
        "The encoder halves the rate of the signal several times.", "A transformer reads the whole sequence at once.", "Each token is predicted from the ones before it.",
        "Attention weights say where the model looks.", "The loss falls quickly at first and slowly later.", "We normalise every layer before it is used.",
        "Noise is added to the input while training.", "The vocabulary holds about a thousand codes.",
    ];

    private static readonly Option<int> Streams = new("--streams") { Description = "Also let so many voices speak at once, 1 to 16.", HelpName = "number" };

    private static readonly Option<int> Runs = new("--runs") { Description = "Short sentences to time.", HelpName = "number", DefaultValueFactory = static _ => 40 };

    private static readonly Option<int> Longest = new("--longest") { Description = "Length of the longest speech to time, in seconds.", HelpName = "seconds", DefaultValueFactory = static _ => 60 };

    public static Command Create() => new("bench", "Measure speed on this machine.")
    {
        new Command("say", "First sound, real-time factor, underruns and memory of a voice.") { Streams, Runs, Longest }.WithVoice().Runs(SayAsync),
        BenchLoadCommand.Create(),
    };

    private static async Task SayAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (streams, runs, longest) = (context.Arguments.GetValue(Streams), context.Arguments.GetValue(Runs), context.Arguments.GetValue(Longest));
        if (streams is < 0 or > 16 || runs < 1 || longest < 1)
        {
            throw new UserInputException(InputCodes.Arguments, "--streams must lie between 1 and 16, --runs and --longest must be at least 1.");
        }

        var options = VoiceChoice.Options(context);
        var synthesizer = VoiceChoice.Synthesizer(context);
        await synthesizer.PrepareAsync(cancellationToken);
        using var process = Process.GetCurrentProcess();
        var ready = new Cost(Math.Round((TimeProvider.System.GetLocalNow() - process.StartTime).TotalMilliseconds), Math.Round(Environment.CpuUsage.TotalTime.TotalMilliseconds));
        var cold = await OnceAsync(synthesizer, Sentences[0], options, cancellationToken);
        var coldMs = cold.FirstSoundMs ?? cold.TotalMs;
        for (var run = 0; run < WarmUps; run++)
        {
            await OnceAsync(synthesizer, Sentences[run], options, cancellationToken);
        }

        var runsOfSentences = new List<Performance>();
        for (var run = 0; run < runs; run++)
        {
            runsOfSentences.Add(await OnceAsync(synthesizer, Sentences[run % Sentences.Length], options with { Seed = options.Seed + (ulong)run }, cancellationToken));
        }

        var lengths = new List<Length>();
        foreach (var seconds in Lengths.Where(seconds => seconds <= longest))
        {
            var spoken = await OnceAsync(synthesizer, TextOf(seconds), options, cancellationToken);
            lengths.Add(new Length(seconds, spoken.Seconds, spoken.RealTimeFactor, spoken.ProcessorFactor, spoken.Underruns));
        }

        var together = streams > 0 ? await TogetherAsync(synthesizer, streams, options, cancellationToken) : null;
        process.Refresh();
        var workingSet = process.WorkingSet64 >> 20;
        var steps = synthesizer.Name == Embedded ? new[] { 1, Math.Max(streams, 1) }.Distinct().Select(count => Steps(StepCost.Measure(options.Voice, count, TimedSteps))).ToArray() : [];
        context.WriteResult(
            new Result(
                synthesizer.Name,
                ready,
                Quantiles([.. runsOfSentences.Select(static run => run.FirstSoundMs ?? run.TotalMs)]),
                Quantiles([.. runsOfSentences.Select(static run => run.FirstChunkMs ?? run.TotalMs)]),
                coldMs,
                Quantiles([.. runsOfSentences.Select(static run => run.LeadingSilenceMs)]),
                Quantiles([.. runsOfSentences.Select(static run => run.RealTimeFactor)]),
                Quantiles([.. runsOfSentences.Select(static run => run.ProcessorFactor)]),
                lengths,
                together,
                steps,
                workingSet),
            Text);
    }

    private static async Task<Together> TogetherAsync(ISpeechSynthesizer synthesizer, int streams, SpeechOptions options, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var spoken = await Task.WhenAll(Enumerable.Range(0, streams).Select(stream => Task.Run(
            () => OnceAsync(synthesizer, TextOf(10), options with { Seed = options.Seed + (ulong)stream }, cancellationToken), cancellationToken)));
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return new Together(
            streams,
            spoken.Sum(static one => one.Underruns),
            Quantiles([.. spoken.Select(static one => one.FirstSoundMs ?? one.TotalMs)]),
            Math.Round(elapsed / spoken.Sum(static one => one.Seconds), 3));
    }

    private static Task<Performance> OnceAsync(ISpeechSynthesizer synthesizer, string text, SpeechOptions options, CancellationToken cancellationToken) =>
        Speaker.SpeakAsync(synthesizer, text, options, static _ => { }, cancellationToken);

    private static string TextOf(int seconds)
    {
        var words = 0;
        return string.Join(' ', Enumerable.Range(0, int.MaxValue).Select(static index => Sentences[index % Sentences.Length])
            .TakeWhile(sentence => (words += sentence.Count(static letter => letter == ' ') + 1) <= Math.Max(LeastWords, seconds * WordsASecond)));
    }

    private static Range Quantiles(double[] values)
    {
        Array.Sort(values);
        return new Range(At(0.5), At(0.95), values[0], values[^1]);

        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
    }

    private static string Text(Result result)
    {
        var lines = new List<string>
        {
            Line("engine", result.Engine),
            Line("first sound, warm", Show(result.FirstSoundMs, " ms")),
            Line("first samples", Show(result.FirstSamplesMs, " ms")),
            Line("start to ready", string.Create(CultureInfo.InvariantCulture, $"{result.Ready.Ms:0} ms, processor {result.Ready.ProcessorMs:0} ms: from the program's start until the engine is loaded and has compiled itself")),
            Line("first sound, cold", string.Create(CultureInfo.InvariantCulture, $"{result.ColdMs:0} ms with a voice never used before, after that")),
            Line("leading silence", Show(result.LeadingSilenceMs, " ms")),
            Line("real-time factor", Show(result.RealTimeFactor, "")),
            Line("processor factor", Show(result.ProcessorFactor, "")),
        };
        lines.AddRange(result.Lengths.Select(static length => Line(
            $"text of {length.Wanted} s", string.Create(CultureInfo.InvariantCulture, $"{length.Seconds:0.0} s spoken, real-time factor {length.RealTimeFactor:0.000}, processor {length.ProcessorFactor:0.000}, {length.Underruns} underruns"))));
        if (result.Together is { } together)
        {
            lines.Add(Line($"{together.Streams} at once", string.Create(
                CultureInfo.InvariantCulture, $"{together.Underruns} underruns, first sound {Show(together.FirstSoundMs, " ms")}, real-time factor of all {together.RealTimeFactor:0.000}")));
        }

        lines.AddRange(result.Steps.Select(static step => Line(
            step.Streams == 1 ? "step" : $"step of {step.Streams}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {step.MedianMs:0.00} ms, least {step.LeastMs:0.00}; {step.Megabytes:0.0} MB read at {step.GigabytesASecond:0.0} GB/s, {step.PercentOfLimit:0} % of {step.LimitGigabytesASecond:0.0}; {step.AllocatedBytes} bytes allocated"))));
        if (result.Steps.Count > 0)
        {
            lines.Add(Line("voice's file", string.Create(CultureInfo.InvariantCulture, $"{result.Steps[0].VoiceMs:0.0} ms to check and map")));
        }

        lines.Add(Line("working set", $"{result.WorkingSetMegabytes} MB"));
        return string.Join('\n', lines);

        static string Line(string name, string value) => $"{name,-18} {value}";
        static string Show(Range range, string unit) => string.Create(
            CultureInfo.InvariantCulture, $"p50 {range.P50:0.###}{unit}, p95 {range.P95:0.###}{unit} ({range.Least:0.###} to {range.Most:0.###})");
    }

    private static StepLine Steps(StepCost cost) => new(
        cost.Streams, cost.Positions, Math.Round(cost.MedianMs, 3), Math.Round(cost.LeastMs, 3), Math.Round(cost.Bytes / 1e6, 2), Math.Round(cost.GigabytesASecond, 1),
        Math.Round(cost.LimitGigabytesASecond, 1), Math.Round(100 * cost.GigabytesASecond / cost.LimitGigabytesASecond), cost.AllocatedBytes, Math.Round(cost.VoiceMs, 2));

    /// <summary>The roofline: a step cannot be faster than memory is read.</summary>
    private sealed record StepLine(
        int Streams, int Positions, double MedianMs, double LeastMs, double Megabytes, double GigabytesASecond, double LimitGigabytesASecond, double PercentOfLimit, long AllocatedBytes, double VoiceMs);

    private sealed record Cost(double Ms, double ProcessorMs);

    private sealed record Range(double P50, double P95, double Least, double Most);

    private sealed record Length(int Wanted, double Seconds, double RealTimeFactor, double ProcessorFactor, int Underruns);

    private sealed record Together(int Streams, int Underruns, Range FirstSoundMs, double RealTimeFactor);

    private sealed record Result(
        string Engine, Cost Ready, Range FirstSoundMs, Range FirstSamplesMs, double ColdMs, Range LeadingSilenceMs, Range RealTimeFactor, Range ProcessorFactor, IReadOnlyList<Length> Lengths, Together? Together, IReadOnlyList<StepLine> Steps, long WorkingSetMegabytes);
}
