using VirtualTA.Cli.Load;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using Xunit;

namespace VirtualTA.Server.Tests.Load;

public sealed class LoadReportTests
{
    [Fact]
    public void Counts_TellAnswersRefusalsAndErrorsApart()
    {
        var report = LoadReport.Of(2,
        [
            Turn(TurnEndReason.Answered, 500) with { Rules = ["short-first-chunk", "short-first-chunk", "fewer-levels"] },
            Turn(TurnEndReason.Abstained, 700) with { Underruns = 2, Rules = ["short-first-chunk"] },
            Turn(TurnEndReason.Rejected) with { Code = NoticeCodes.Overloaded },
            Turn(TurnEndReason.Rejected) with { Code = NoticeCodes.NoWords },
            Turn(TurnEndReason.Degraded) with { Code = NoticeCodes.SpeechFailed },
            Turn(TurnEndReason.Degraded, 900) with { Code = NoticeCodes.SpeechFailed },
            Turn(TurnEndReason.Abandoned),
            Turn(null),
        ]);

        Assert.Equal((2, 8, 2, 1), (report.Clients, report.Turns, report.Answered, report.Refused));
        Assert.Equal(
            new Dictionary<string, int> { [NoticeCodes.NoWords] = 1, [NoticeCodes.SpeechFailed] = 2, ["abandoned"] = 1, ["stream-ended-early"] = 1 }, report.Errors);
        Assert.Equal((2, 1), (report.Underruns, report.TurnsWithUnderruns));
        Assert.Equal(new Dictionary<string, int> { ["short-first-chunk"] = 2, ["fewer-levels"] = 1 }, report.Rules);
        Assert.False(report.IsGood);
        Assert.Contains($"{NoticeCodes.SpeechFailed} 2", report.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 10, 10)]
    [InlineData(2, 10, 20)]
    [InlineData(20, 100, 190)]
    [InlineData(100, 500, 950)]
    public void Percentiles_AreThoseOfTheNearestRank(int count, double median, double p95)
    {
        var report = LoadReport.Of(1, [.. Enumerable.Range(1, count).Reverse().Select(turn => Turn(TurnEndReason.Answered, 10 * turn))]);

        Assert.Equal((median, p95), (report.VoiceToVoiceP50Ms, report.VoiceToVoiceP95Ms));
        Assert.True(report.IsGood);
    }

    [Fact]
    public void Nothing_IsNoGoodReport()
    {
        var report = LoadReport.Of(1, []);

        Assert.False(report.IsGood);
        Assert.Null(report.VoiceToVoiceP50Ms);
    }

    private static LoadTurn Turn(TurnEndReason? reason, double? milliseconds = null) =>
        new(reason, null, milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null, 0, []);
}
