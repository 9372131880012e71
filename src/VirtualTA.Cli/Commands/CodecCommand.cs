using System.CommandLine;
using System.Globalization;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Cli.Commands;

/// <summary>Sends a recording through the speech codec and back, frame by frame as a stream would.</summary>
internal static class CodecCommand
{
    private static readonly Argument<string> Input = new("in") { Description = "WAV file to encode." };

    private static readonly Argument<string> Output = new("out") { Description = "WAV file to write, 16 kHz." };

    private static readonly Option<string?> Model = new("--model") { Description = "Codec file; the installed one if not given." };

    private static readonly Option<int> Levels = new("--levels") { Description = "Levels of codes to use; all if not given." };

    private static readonly Option<int> Chunk = new("--chunk") { Description = "Frames decoded at once; 0 for all. The sound is the same.", DefaultValueFactory = _ => 4 };

    public static Command Create() => new("codec", "Encode and decode speech.")
    {
        new Command("resynth", "Encode a recording and decode it again.") { Input, Output, Model, Levels, Chunk }.Runs(Resynthesise),
    };

    private static Task Resynthesise(CommandContext context, CancellationToken cancellationToken)
    {
        var source = context.Arguments.GetRequiredValue(Input);
        var codec = AudioCodec.Load(context.Arguments.GetValue(Model) ?? ModelFolder.PathOf("codec", "vta-16-50.safetensors"));
        var levels = context.Arguments.GetValue(Levels);
        var chunk = context.Arguments.GetValue(Chunk);
        if (levels < 0 || levels > codec.Levels || chunk < 0)
        {
            throw new UserInputException(
                InputCodes.Arguments,
                string.Create(CultureInfo.InvariantCulture, $"--levels must lie between 1 and {codec.Levels}, and --chunk must not be negative."));
        }

        var original = AudioInput.Read(source, codec.SampleRate);
        var codes = codec.Encode(original);
        var decoder = codec.NewDecoder();
        decoder.UsedLevels = levels == 0 ? codec.Levels : levels;
        var step = chunk == 0 ? Math.Max(1, codes.Length) : chunk * codec.Levels;
        var samples = new float[decoder.SamplesFor(codes.Length / codec.Levels)];
        var written = 0;
        for (var at = 0; at < codes.Length; at += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            written += decoder.Decode(codes.AsSpan(at, Math.Min(step, codes.Length - at)), samples.AsSpan(written));
        }

        // The last frame is filled up with silence: the copy is as long as the original.
        var result = new AudioClip(samples[..Math.Min(samples.Length, original.Length)], codec.SampleRate);
        WavFile.Write(context.Arguments.GetRequiredValue(Output), result);
        context.WriteResult(
            new { seconds = Math.Round(result.Duration.TotalSeconds, 3), frames = codes.Length / codec.Levels, levels = decoder.UsedLevels, codec = codec.Name },
            report => $"{report.seconds.ToString(CultureInfo.InvariantCulture)} s, {report.frames} frames of {report.levels} codes ({report.codec})");
        return Task.CompletedTask;
    }
}
