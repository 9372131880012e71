using System.Diagnostics;
using System.Formats.Tar;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Turns;

/// <summary>A recording of the speech data: mono at <see cref="AudioFrame.SampleRate"/>.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Speaker">Who speaks.</param>
/// <param name="Text">What is said.</param>
/// <param name="Samples">The sound.</param>
internal sealed record SpeechClip(string Name, string Speaker, string Text, short[] Samples);

/// <summary>Reads recordings out of a folder of <c>.tar</c> and <c>.tsv</c> pairs, the sound being Ogg Opus, with the program opusdec.</summary>
internal sealed class TurnSpeech(string folder)
{
    private const int Fields = 6;

    /// <summary>Clips of one set and split that last between two lengths: evenly spread over the set, always the same ones.</summary>
    /// <param name="set">Name of the set.</param>
    /// <param name="part">Whose.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="shortest">Seconds.</param>
    /// <param name="longest">Seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserInputException">The set or the decoder is not here.</exception>
    public async Task<IReadOnlyList<SpeechClip>> TakeAsync(
        string set, TurnPart part, int count, double shortest, double longest, CancellationToken cancellationToken)
    {
        var table = Path.Combine(folder, set + ".tsv");
        if (!File.Exists(table))
        {
            throw new UserInputException(InputCodes.FileMissing, $"There is no speech data at '{table}'. Name its folder with --data.");
        }

        var rows = (await File.ReadAllLinesAsync(table, cancellationToken)).Skip(1).Select(static line => line.Split('\t'))
            .Where(row => row.Length == Fields && row[4] == (part == TurnPart.HeldOut ? "dev" : "train") && row[5].Length > 0
                && double.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture) is var seconds && seconds >= shortest && seconds <= longest)
            .OrderBy(static row => row[0], StringComparer.Ordinal).ToArray();
        count = Math.Min(count, rows.Length);
        var spread = rows.Length / (4 * count);
        int[] shifts = part == TurnPart.Fitting && spread > 0 ? [spread, 2 * spread, 3 * spread] : [0]; // halfway between those of the tuning part
        var chosen = Enumerable.Range(0, count).SelectMany(index => shifts.Select(shift => rows[(index * rows.Length / count) + shift]))
            .ToDictionary(static row => row[0] + ".opus", StringComparer.Ordinal);
        var clips = new List<SpeechClip>();
        await using var archive = new TarReader(File.OpenRead(Path.Combine(folder, set + ".tar")));
        while (clips.Count < chosen.Count && await archive.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (chosen.TryGetValue(entry.Name, out var row))
            {
                clips.Add(new SpeechClip($"{set}/{row[0]}", row[1], row[5], await DecodeAsync(entry.DataStream!, cancellationToken)));
            }
        }

        return clips;
    }

    private static async Task<short[]> DecodeAsync(Stream opus, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("virtualta-turns-");
        try
        {
            var (source, target) = (Path.Combine(scratch.FullName, "clip.opus"), Path.Combine(scratch.FullName, "clip.wav"));
            await using (var file = File.Create(source))
            {
                await opus.CopyToAsync(file, cancellationToken);
            }

            await RunDecoderAsync(["--quiet", "--no-dither", "--rate", "16000", source, target], cancellationToken);
            var clip = WavFile.Read(target).AtRate(AudioFrame.SampleRate);
            var samples = new short[clip.Samples.Length];
            Pcm16.FromFloat(clip.Samples, samples);
            return samples;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task RunDecoderAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var decoder = Process.Start(new ProcessStartInfo("opusdec", arguments) { RedirectStandardError = true })!;
            var complaint = await decoder.StandardError.ReadToEndAsync(cancellationToken);
            await decoder.WaitForExitAsync(cancellationToken);
            if (decoder.ExitCode != 0)
            {
                throw new CommandFailedException(InputCodes.Failed, $"opusdec could not decode a recording: {complaint.Trim()}");
            }
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new CommandFailedException(InputCodes.Failed, "The recordings are Ogg Opus: install the decoder with 'apt-get install opus-tools'.", missing);
        }
    }
}
