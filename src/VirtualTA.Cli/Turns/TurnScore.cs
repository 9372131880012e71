using VirtualTA.Core.Listening;

namespace VirtualTA.Cli.Turns;

/// <summary>How often the end was declared too early, and how late otherwise.</summary>
/// <param name="Utterances">How many.</param>
/// <param name="CutOff">Share that was cut off.</param>
/// <param name="MedianCommitMs">From the last sound, of those that were not.</param>
/// <param name="P95CommitMs">The same for 95 of 100.</param>
internal sealed record TurnScore(int Utterances, double CutOff, double MedianCommitMs, double P95CommitMs)
{
    public static TurnScore Of(IEnumerable<TurnOutcome> outcomes)
    {
        TurnOutcome[] all = [.. outcomes];
        double[] commits = [.. all.Where(static outcome => !outcome.IsCutOff).Select(static outcome => outcome.Commit.TotalMilliseconds).Order()];
        return new TurnScore(all.Length, all.Length == 0 ? 0 : Math.Round(1 - ((double)commits.Length / all.Length), 4), At(0.5), At(0.95));

        double At(double share) => commits.Length == 0 ? 0 : Math.Round(commits[(int)(share * (commits.Length - 1))]);
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Utterances} utterances, cut off {CutOff:P1}, taken as finished after {MedianCommitMs} ms (median), {P95CommitMs} ms (95 %)");
}

/// <summary>What other waits would give.</summary>
/// <param name="EvenPause">Of the model, in milliseconds.</param>
/// <param name="PausePerOdds">Of the model, in milliseconds.</param>
/// <param name="TunedOn">Of the fitting or the tuning part.</param>
/// <param name="HeldOut">Of the other.</param>
internal sealed record TurnCurve(double EvenPause, double PausePerOdds, TurnScore TunedOn, TurnScore HeldOut)
{
    private static readonly double[] Evens = [1_200, 1_400, 1_600, 1_900, 2_100, 2_350, 2_600, 3_000];
    private static readonly double[] Slopes = [600, 1_000, 1_500];

    public static IReadOnlyList<TurnCurve> Draw(IReadOnlyList<TurnTrace> traces, EndOfTurnModel model)
    {
        var options = new EndOfTurnOptions();
        var (heldOut, others) = (traces.Where(IsHeldOut).ToArray(), traces.Where(static trace => !IsHeldOut(trace)).ToArray());
        return
        [
            .. from even in Evens
               from slope in Slopes
               let other = model.With(even, slope)
               select new TurnCurve(
                   even, slope, TurnScore.Of(others.Select(trace => trace.Play(options, other))), TurnScore.Of(heldOut.Select(trace => trace.Play(options, other)))),
        ];
    }

    public override string ToString() => FormattableString.Invariant(
        $"even {EvenPause}, per odds {PausePerOdds}: tuned on {TunedOn.CutOff:P1} at {TunedOn.MedianCommitMs}/{TunedOn.P95CommitMs} ms, held out {HeldOut.CutOff:P1} at {HeldOut.MedianCommitMs}/{HeldOut.P95CommitMs} ms");

    private static bool IsHeldOut(TurnTrace trace) => trace.Utterance.Part == TurnPart.HeldOut;
}
