using System.Globalization;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Models;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Alignment;
using Xunit;
using Xunit.Abstractions;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>Distance of aligned word boundaries from known ones, on clips written by models/training/virtualta_training/recogniser/timed_clips.py.</summary>
public class AlignmentFigures(ITestOutputHelper output)
{
    [ClipsFact("alignments.tsv")]
    public void Measure()
    {
        var folder = Environment.GetEnvironmentVariable(ClipsFactAttribute.Variable)!;
        var network = PhoneNetwork.Load(RecognitionFigures.NetworkPath);
        var aligner = new ForcedAligner(network, Pronouncer.LoadDefault());
        List<double> distances = [];
        foreach (var parts in File.ReadLines(Path.Combine(folder, "alignments.tsv")).Select(static line => line.Split('\t')))
        {
            var samples = RecognitionFigures.ReadClip(Path.Combine(folder, parts[0] + ".wav"));
            var alignment = aligner.Align(samples, parts[1].Split(' '));
            distances.AddRange(Distances(parts[2], alignment.Words.Select(static word => word.Start)));
            distances.AddRange(Distances(parts[3], alignment.Words.Select(static word => word.End)));
        }

        distances.Sort();
        var line = $"{distances.Count} boundaries: {distances.Count(static distance => distance <= 0.05) / (double)distances.Count:P1} within 50 ms, "
            + $"{distances.Count(static distance => distance <= 0.02) / (double)distances.Count:P1} within 20 ms, median {distances[distances.Count / 2] * 1000:F0} ms";
        output.WriteLine(line);
        RecognitionFigures.AppendToFile(line);
    }

    private static IEnumerable<double> Distances(string expected, IEnumerable<TimeSpan> actual) => expected.Split(' ')
        .Select(static value => double.Parse(value, CultureInfo.InvariantCulture))
        .Zip(actual, static (right, found) => Math.Abs(right - found.TotalSeconds));
}
