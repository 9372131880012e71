using System.Diagnostics;
using System.Globalization;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;
using Xunit;
using Xunit.Abstractions;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>Word and phone error rates on clips written by models/training/virtualta_training/recogniser/clips.py; printed, not asserted.</summary>
/// <remarks>
/// VIRTUALTA_CLIPS names the folder. VIRTUALTA_SWEEP holds lines of "language weight, word bonus, prior share, beam, most hypotheses, blank penalty[, share of books]",
/// separated by semicolons. The course's text, if any, is course.txt in the folder.
/// </remarks>
public class RecognitionFigures(ITestOutputHelper output)
{
    internal static string NetworkPath =>
        Environment.GetEnvironmentVariable("VIRTUALTA_NETWORK") ?? Core.Models.ModelFolder.PathOf("recogniser", "phones.safetensors");

    [ClipsFact("transcripts.tsv")]
    public void Measure()
    {
        var folder = Environment.GetEnvironmentVariable(ClipsFactAttribute.Variable)!;
        var network = PhoneNetwork.Load(NetworkPath);
        var pronouncer = Pronouncer.LoadDefault();
        var general = NgramCounts.Load(Core.Models.ModelFolder.PathOf("recogniser", "general.ngrams.gz"));
        var books = NgramCounts.Load(Core.Models.ModelFolder.PathOf("recogniser", "books.ngrams.gz"));
        var course = Path.Combine(folder, "course.txt") is var text && File.Exists(text) ? File.ReadAllLines(text) : [];
        var clips = File.ReadLines(Path.Combine(folder, "transcripts.tsv")).Select(static line => line.Split('\t')).Select(parts => (
            Name: parts[0], Words: parts[1].Split(' '), Other: parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Samples: ReadClip(Path.Combine(folder, parts[0] + ".wav")))).ToArray();
        var count = clips.Sum(static clip => clip.Words.Length);
        if (clips.Any(static clip => clip.Other.Length > 0))
        {
            Print($"PocketSphinx: WER {clips.Sum(static clip => PhoneErrorRate.Errors<string>(clip.Words, clip.Other)) / (double)count:P1}");
        }

        MeasurePhones(network, pronouncer, clips.Select(static clip => (clip.Words, clip.Samples)).ToArray());
        var sweep = Environment.GetEnvironmentVariable("VIRTUALTA_SWEEP") ?? string.Empty;
        foreach (var line in sweep.Split(';'))
        {
            var options = Parse(line);
            var recognizer = new PhoneRecognizer(network, pronouncer, general, books, options);
            var context = new RecognitionContext { CourseText = course };
            _ = recognizer.Start(context);
            var (errors, seconds, watch) = (0, 0.0, Stopwatch.StartNew());
            foreach (var (name, words, _, samples) in clips)
            {
                var decoder = recognizer.Start(context);
                for (var at = 0; at < samples.Length; at += 3200)
                {
                    decoder.Accept(samples.AsSpan(at, Math.Min(3200, samples.Length - at)));
                }

                var transcript = decoder.Finish();
                var found = transcript.Text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
                errors += PhoneErrorRate.Errors<string>(words, found);
                seconds += samples.Length / 16_000.0;
                if (sweep.Length == 0)
                {
                    Print($"{name} {transcript.Confidence:F2} {transcript.Text}");
                }
            }

            Print($"'{line}': WER {errors / (double)count:P1}, {watch.Elapsed.TotalSeconds / seconds:F3} x real time, {count} words, {seconds:F0} s");
        }
    }

    private void MeasurePhones(PhoneNetwork network, Pronouncer pronouncer, (string[] Words, short[] Samples)[] clips)
    {
        var (errors, total) = (0, 0);
        foreach (var (words, samples) in clips)
        {
            var expected = words.SelectMany(word => PhoneClasses.Of(pronouncer.Pronounce(word))).ToArray();
            errors += PhoneErrorRate.Errors<byte>(expected, PhoneErrorRate.BestPath(PhoneNetworkTests.Run(network, samples, PhoneListener.MostSamples).Ctc));
            total += expected.Length;
        }

        Print($"PER {errors / (double)total:P1} of {total} phones");
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        AppendToFile(line);
    }

    internal static void AppendToFile(string line)
    {
        if (Environment.GetEnvironmentVariable("VIRTUALTA_FIGURES_FILE") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }

    private static PhoneRecognizerOptions Parse(string line)
    {
        var values = line.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        if (values.Length < 6)
        {
            return new PhoneRecognizerOptions();
        }

        var decoding = new DecodingOptions
        {
            LanguageWeight = values[0],
            WordBonus = values[1],
            PriorShare = values[2],
            Beam = values[3],
            MostHypotheses = (int)values[4],
            BlankPenalty = values[5],
        };
        var options = new PhoneRecognizerOptions { Decoding = decoding, CourseDecoding = decoding };
        options.BookShare = values.Length > 6 ? values[6] : options.BookShare;
        return options;
    }

    internal static short[] ReadClip(string path) =>
        [.. WavFile.Read(path).Samples.Select(static sample => (short)Math.Clamp(MathF.Round(sample * 32768f), short.MinValue, short.MaxValue))];
}
