using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Listening;

/// <summary>How an open microphone is listened to.</summary>
public sealed class ListeningOptions
{
    /// <summary>Sound kept from before speech was noticed, so that no first sound is lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:02")]
    public TimeSpan PreRoll { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>When a pause ends a question.</summary>
    public EndOfTurnOptions EndOfTurn { get; set; } = new();

    /// <summary>When speech interrupts an answer.</summary>
    public BargeInOptions BargeIn { get; set; } = new();
}
