using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Conversation;

/// <summary>Limits of one turn.</summary>
public sealed class TurnOptions
{
    /// <summary>Shortest question by voice.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05")]
    public TimeSpan MinimumSpeech { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest question by voice.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaximumSpeech { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Level of the loudest 20 ms, in decibels below full scale, under which a question counts as silent.</summary>
    [Range(-100d, -20d)]
    public double SilenceDecibels { get; set; } = -55;

    /// <summary>Longest typed question, in characters.</summary>
    [Range(10, 100_000)]
    public int MaximumQuestionLength { get; set; } = 2_000;

    /// <summary>Events that may wait for a slow listener before the stages pause.</summary>
    [Range(1, 4_096)]
    public int EventBacklog { get; set; } = 32;

    /// <summary>When a turn is late, and what is done about it.</summary>
    public TurnBudgetOptions Budget { get; set; } = new();

    /// <summary>Pieces of text that may wait for the voice before the answerer pauses.</summary>
    [Range(1, 1_024)]
    public int TextBacklog { get; set; } = 16;
}
