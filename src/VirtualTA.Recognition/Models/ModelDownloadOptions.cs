using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Recognition.Models;

/// <summary>How patiently models are fetched.</summary>
public sealed record ModelDownloadOptions
{
    /// <summary>Time without a byte after which a connection is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring nothing before giving up.</summary>
    [Range(1, 100)]
    public int FruitlessAttempts { get; init; } = 5;

    /// <summary>Whole downloads whose checksum may be wrong before giving up.</summary>
    [Range(1, 10)]
    public int WrongChecksums { get; init; } = 2;

    /// <summary>Pause after a fruitless attempt, doubled each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}
