using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Lectures;

/// <summary>A place in the course and when the lecture reaches it.</summary>
/// <param name="Locator">The place, for instance <c>slide 12</c>.</param>
/// <param name="AtSeconds">Seconds from the start of the timeline.</param>
public sealed record TimelineCue(string Locator, double AtSeconds);

/// <summary>Moves the current slide by the clock.</summary>
/// <param name="Cues">Places in time order.</param>
/// <param name="StartedAt">When second 0 was.</param>
public sealed record LectureTimeline(IReadOnlyList<TimelineCue> Cues, DateTimeOffset StartedAt)
{
    private const int MostCues = 2_000;

    /// <summary>The place at a moment; null before the first cue.</summary>
    public string? At(DateTimeOffset moment)
    {
        var seconds = (moment - StartedAt).TotalSeconds;
        return Cues.LastOrDefault(cue => cue.AtSeconds <= seconds)?.Locator;
    }

    /// <summary>Time from a moment to the next cue; null behind the last one.</summary>
    public TimeSpan? After(DateTimeOffset moment)
    {
        var seconds = (moment - StartedAt).TotalSeconds;
        return Cues.FirstOrDefault(cue => cue.AtSeconds > seconds) is { } next ? TimeSpan.FromSeconds(next.AtSeconds - seconds) : null;
    }

    /// <summary>Checks and sorts cues.</summary>
    /// <exception cref="UserInputException">A cue has no place or an impossible time.</exception>
    public static IReadOnlyList<TimelineCue> Check(IReadOnlyList<TimelineCue>? cues)
    {
        if (cues is not { Count: > 0 and <= MostCues }
            || !cues.All(cue => cue is { Locator.Length: > 0 and <= 200, AtSeconds: >= 0 and < 86_400 }))
        {
            throw new UserInputException(
                LectureCodes.InputInvalid, $"A timeline needs 1 to {MostCues} cues, each with a place and seconds from 0 to one day.");
        }

        return [.. cues.OrderBy(cue => cue.AtSeconds)];
    }
}
