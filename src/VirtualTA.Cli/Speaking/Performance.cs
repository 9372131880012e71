using VirtualTA.Audio;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Speaking;

/// <summary>An utterance and how fast it came.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Words">Words with their times.</param>
/// <param name="FirstChunkMs">Until anything came; null if nothing did.</param>
/// <param name="FirstSoundMs">Until the first audible sample came; null if there is none.</param>
/// <param name="LeadingSilenceMs">Length of what came before it.</param>
/// <param name="TotalMs">Until all had come.</param>
/// <param name="ProcessorMs">Processor time of the whole program meanwhile, all threads.</param>
/// <param name="Underruns">How often a listener who plays from the first chunk on would have had nothing to play.</param>
internal sealed record Performance(
    long Samples,
    IReadOnlyList<WordTiming> Words,
    double? FirstChunkMs,
    double? FirstSoundMs,
    double LeadingSilenceMs,
    double TotalMs,
    double ProcessorMs,
    int Underruns)
{
    /// <summary>Length of the speech.</summary>
    public double Seconds => Math.Round(Samples / (double)AudioFrame.SampleRate, 3);

    /// <summary>Time to compute over time to play; below 1 is faster than real time.</summary>
    public double RealTimeFactor => Samples == 0 ? 0 : Math.Round(TotalMs / 1000 / (Samples / (double)AudioFrame.SampleRate), 3);

    /// <summary>Processor time over time to play.</summary>
    public double ProcessorFactor => Samples == 0 ? 0 : Math.Round(ProcessorMs / 1000 / (Samples / (double)AudioFrame.SampleRate), 3);
}
