using System.Globalization;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>What many students at once have met with.</summary>
/// <param name="Clients">How many they were.</param>
/// <param name="Turns">Questions asked.</param>
/// <param name="Answered">Questions answered in full, by voice and in writing, or rightly not answered.</param>
/// <param name="Refused">Questions that a full server refused.</param>
/// <param name="Errors">Everything else, by its name.</param>
/// <param name="Underruns">How often players ran dry.</param>
/// <param name="TurnsWithUnderruns">In how many answers.</param>
/// <param name="VoiceToVoiceP50Ms">End of the question to first audible sample, median; null if nothing was heard.</param>
/// <param name="VoiceToVoiceP95Ms">The same, 95th percentile.</param>
/// <param name="Rules">Rules that fired, and in how many turns.</param>
internal sealed record LoadReport(
    int Clients,
    int Turns,
    int Answered,
    int Refused,
    IReadOnlyDictionary<string, int> Errors,
    int Underruns,
    int TurnsWithUnderruns,
    double? VoiceToVoiceP50Ms,
    double? VoiceToVoiceP95Ms,
    IReadOnlyDictionary<string, int> Rules)
{
    /// <summary>Whether something was answered and nothing went wrong; a full server may refuse.</summary>
    public bool IsGood => Answered > 0 && Errors.Count == 0;

    public static LoadReport Of(int clients, IReadOnlyCollection<LoadTurn> turns)
    {
        TimeSpan[] times = [.. turns.Where(static turn => turn.VoiceToVoice is not null).Select(static turn => turn.VoiceToVoice!.Value).Order()];
        return new LoadReport(
            clients,
            turns.Count,
            turns.Count(static turn => IsAnswered(turn.Reason)),
            turns.Count(IsRefused),
            turns.Where(static turn => !IsAnswered(turn.Reason) && !IsRefused(turn)).CountBy(NameOf).ToDictionary(),
            turns.Sum(static turn => turn.Underruns),
            turns.Count(static turn => turn.Underruns > 0),
            Percentile(times, 0.5),
            Percentile(times, 0.95),
            turns.SelectMany(static turn => turn.Rules.Distinct()).CountBy(static rule => rule).ToDictionary());
    }

    public static bool IsAnswered(TurnEndReason? reason) => reason is TurnEndReason.Answered or TurnEndReason.Abstained;

    /// <summary>The report in words.</summary>
    public string ToText()
    {
        var times = VoiceToVoiceP50Ms is { } median
            ? string.Create(CultureInfo.InvariantCulture, $"voice to voice p50 {median:0} ms, p95 {VoiceToVoiceP95Ms:0} ms")
            : "nothing was heard";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients} clients, {Turns} turns: {Answered} answered, {Refused} refused, {Errors.Values.Sum()} errors{List(Errors)}; {times}; {Underruns} underruns in {TurnsWithUnderruns} turns; rules{List(Rules)}.");
    }

    private static bool IsRefused(LoadTurn turn) => turn is { Reason: TurnEndReason.Rejected, Code: NoticeCodes.Overloaded };

    private static string NameOf(LoadTurn turn) => turn.Code ?? turn.Reason?.ToString().ToLowerInvariant() ?? "stream-ended-early";

    /// <summary>The value below which that share of the values lies, by nearest rank.</summary>
    private static double? Percentile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1].TotalMilliseconds);

    private static string List(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "" : $" ({string.Join(", ", counts.Select(static one => $"{one.Key} {one.Value}"))})";
}
