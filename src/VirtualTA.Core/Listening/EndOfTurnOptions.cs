using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Listening;

/// <summary>How long a pause must be before a question counts as finished (agent.md §4).</summary>
public sealed class EndOfTurnOptions
{
    /// <summary>Pause after words that sound finished, and the shortest wait of all.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan FinishedPause { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Pause after words that may or may not be finished, where nothing was heard of how they were said or it speaks against them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan UncertainPause { get; set; } = TimeSpan.FromMilliseconds(950);

    /// <summary>Pause after words that ask for more ("because", "the"), and the longest wait of all.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan UnfinishedPause { get; set; } = TimeSpan.FromSeconds(1.3);

    /// <summary>Longest pause after words that make a whole question, unless the speaker clearly sounds like going on; then it is <see cref="UncertainPause"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan QuestionPause { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Pause after which answering may begin in silence, to be thrown away if the speaker goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:02")]
    public TimeSpan SpeculationPause { get; set; } = TimeSpan.FromMilliseconds(80);

    /// <summary>How long after a question was taken as finished further words still belong to it, as long as nothing was answered aloud.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan ReopenWindow { get; set; } = TimeSpan.FromMilliseconds(800);
}
