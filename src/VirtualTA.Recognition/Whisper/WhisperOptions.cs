using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Recognition.Whisper;

/// <summary>How Whisper listens. The defaults are the published ones where there are any.</summary>
public sealed record WhisperOptions
{
    /// <summary>Hypotheses kept by beam search; 1 is greedy.</summary>
    [Range(1, 16)]
    public int BeamSize { get; init; } = 1;

    /// <summary>Temperatures tried in turn until a result is credible.</summary>
    public IReadOnlyList<float> Temperatures { get; init; } = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];

    /// <summary>Text that compresses better than this is a loop.</summary>
    [Range(1.0, 100.0)]
    public double CompressionLimit { get; init; } = 2.4;

    /// <summary>Mean log-probability below which a result is not credible.</summary>
    [Range(-100.0, 0.0)]
    public double LogProbabilityLimit { get; init; } = -1;

    /// <summary>Probability of no speech above which a result that is not credible counts as silence.</summary>
    [Range(0.0, 1.0)]
    public double NoSpeechLimit { get; init; } = 0.6;

    /// <summary>Most tokens of one window.</summary>
    [Range(1, 224)]
    public int LongestText { get; init; } = 224;

    /// <summary>Whether the decoder writes timestamps between phrases.</summary>
    public bool WithTimestamps { get; init; }

    /// <summary>Fewest encoder positions (20 ms each) computed for a short clip; the model's own context gives exactly the published behaviour.</summary>
    [Range(1, 1500)]
    public int ShortestAudioContext { get; init; } = 512;

    /// <summary>Silent encoder positions kept behind a short clip.</summary>
    [Range(0, 1500)]
    public int AudioContextMargin { get; init; } = 64;

    /// <summary>New audio needed before another partial transcript is computed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan PartialInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Audio needed before the first partial transcript is computed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan FirstPartialAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Seed of the draws at temperatures above 0.</summary>
    public ulong Seed { get; init; } = 1;
}
