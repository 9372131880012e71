using System.CommandLine;
using System.Globalization;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Models;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Cli.Commands;

/// <summary>Says whether two recordings are of one speaker.</summary>
internal static class SpeakerCommand
{
    private static readonly Argument<string> First = new("a") { Description = "WAV file." };

    private static readonly Argument<string> Second = new("b") { Description = "WAV file to compare with it." };

    public static Command Create() => new("speaker", "Compare speakers.")
    {
        new Command("score", "Say how alike the voices of two recordings are.") { First, Second }.Runs(Score),
    };

    private static Task Score(CommandContext context, CancellationToken cancellationToken)
    {
        var encoder = SpeakerEncoder.Load(ModelFolder.PathOf("speaker", "encoder.safetensors"));
        var score = SpeakerEncoder.Score(
            Embed(encoder, context.Arguments.GetRequiredValue(First)), Embed(encoder, context.Arguments.GetRequiredValue(Second)));
        context.WriteResult(
            new { score = MathF.Round(score, 4), threshold = encoder.Threshold, same = score >= encoder.Threshold },
            result => string.Create(
                CultureInfo.InvariantCulture,
                $"{result.score:0.000}: {(result.same ? "the same speaker" : "different speakers")} (threshold {result.threshold:0.000})"));
        return Task.CompletedTask;
    }

    private static float[] Embed(SpeakerEncoder encoder, string path) => encoder.Embed(AudioInput.Read(path, encoder.SampleRate));
}
