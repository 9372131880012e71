namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>What was decoded from one window of audio.</summary>
/// <param name="Tokens">Text and timestamp tokens, without the end.</param>
/// <param name="LogProbabilities">Of each newly decoded token, and of the end of the text if it was reached.</param>
/// <param name="NoSpeech">Probability that there is no speech.</param>
/// <param name="Temperature">At which it was decoded.</param>
internal sealed record WindowText(IReadOnlyList<int> Tokens, IReadOnlyList<float> LogProbabilities, double NoSpeech, float Temperature)
{
    public static WindowText Nothing { get; } = new([], [], 1, 0);

    public double MeanLogProbability => LogProbabilities.Count == 0 ? 0 : LogProbabilities.Average();
}
