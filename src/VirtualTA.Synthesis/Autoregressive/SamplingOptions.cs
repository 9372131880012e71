namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>How boldly codes are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>What logits are divided by, above 0: below 1 the likely codes become likelier.</summary>
    public float Temperature
    {
        get;
        init => field = value is > 0.01f and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The temperature must lie between 0.01 and 10.");
    } = 1;

    /// <summary>Probability that the codes drawn from make up, 0–1.</summary>
    public float TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The nucleus must lie between 0 and 1.");
    } = 0.8f;

    /// <summary>How far logits are moved away from those without text, 0–10 (classifier-free guidance, 2207.12598); 0 takes them as they are and half the time.</summary>
    public float Guidance
    {
        get;
        init => field = value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The guidance must lie between 0 and 10.");
    }
}
