using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>How the beam search weighs sound against language, and how wide it looks. Scores are natural logarithms.</summary>
public sealed record DecodingOptions
{
    /// <summary>Weight of the language model's logarithms against the network's.</summary>
    [Range(0, 10)]
    public float LanguageWeight { get; init; } = 0.8f;

    /// <summary>Added for every word: above 0 favours more, shorter words.</summary>
    [Range(-10, 10)]
    public float WordBonus { get; init; } = -1f;

    /// <summary>Share of the phone's log-prior that is taken off the network's log-posterior.</summary>
    [Range(0, 1)]
    public float PriorShare { get; init; } = 0.5f;

    /// <summary>Taken off blank in every frame: the network is too sure of blank where it is not sure which phone it hears.</summary>
    [Range(-10, 10)]
    public float BlankPenalty { get; init; } = 2f;

    /// <summary>Hypotheses this much worse than the best are dropped.</summary>
    [Range(1, 100)]
    public float Beam { get; init; } = 14f;

    /// <summary>Most hypotheses kept per frame.</summary>
    [Range(10, 100_000)]
    public int MostHypotheses { get; init; } = 1200;

    /// <summary>Phones with a log-posterior below this are not entered.</summary>
    [Range(-30, 0)]
    public float PhoneFloor { get; init; } = -9f;
}
