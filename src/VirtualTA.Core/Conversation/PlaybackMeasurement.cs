namespace VirtualTA.Core.Conversation;

/// <summary>What a listener's machine measured of one answer. Times are milliseconds of the server's clock, as the listener estimates it.</summary>
public sealed record PlaybackMeasurement
{
    /// <summary>When the last sample of the spoken question was at the microphone; null if it was typed or not noticed.</summary>
    public double? LastSpeechMs { get; init; }

    /// <summary>When the first audible sample of the answer was at the ear; null if none was.</summary>
    public double? FirstAudibleMs { get; init; }

    /// <summary>How far the estimate of the server's clock may be off, in milliseconds.</summary>
    public double ClockErrorMs { get; init; }

    /// <summary>Times the playback buffer ran empty in the middle of the answer.</summary>
    public int Underruns { get; init; }

    /// <summary>Length of the playback buffer at the end of the answer, in milliseconds.</summary>
    public double JitterBufferMs { get; init; }
}

/// <summary>An answer was played to its end, or to where it was cut, and the listener tells how that went.</summary>
/// <param name="Conversation">As in <see cref="TurnRecord"/>.</param>
/// <param name="Number">Number of the turn.</param>
/// <param name="LastSpeech">From the start of the turn to the last sample of the question at the microphone; null where unknown.</param>
/// <param name="FirstAudible">From the start of the turn to the first audible sample at the ear; null where unknown.</param>
/// <param name="Report">The rest of it.</param>
public sealed record TurnPlayed(string Conversation, int Number, TimeSpan? LastSpeech, TimeSpan? FirstAudible, PlaybackMeasurement Report)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromMinutes(5);

    /// <summary>From the last sample of the question to the first audible sample of the answer; null where unknown.</summary>
    public TimeSpan? MouthToEar => FirstAudible - LastSpeech;

    /// <summary>Places a report on a turn's timeline. What cannot be, because a client's clock is wrong, is left out.</summary>
    internal static TurnPlayed Of(string conversation, int number, TurnTimeline timeline, PlaybackMeasurement report)
    {
        var error = double.IsFinite(report.ClockErrorMs) ? Math.Clamp(report.ClockErrorMs, 0, 10_000) : 10_000;
        var audible = Place(report.FirstAudibleMs);
        if (timeline.At(TurnStage.FirstAudio) is not { } made || audible < made - TimeSpan.FromMilliseconds(error) || audible > timeline.Elapsed + TimeSpan.FromMilliseconds(error))
        {
            audible = null;
        }

        var speech = Place(report.LastSpeechMs);
        if (speech < -LongestQuestion || speech > (audible ?? timeline.Elapsed))
        {
            speech = null;
        }

        return new TurnPlayed(conversation, number, speech, audible, report with { ClockErrorMs = error, Underruns = Math.Max(0, report.Underruns) });

        TimeSpan? Place(double? ms) =>
            ms is { } known && Math.Abs(known) < TimeSpan.MaxValue.TotalMilliseconds / 4 ? timeline.FromClock(TimeSpan.FromMilliseconds(known)) : null;
    }
}
