using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Phones;
using VirtualTA.Synthesis;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Cli.Commands;

/// <summary>Lists, makes and removes voices.</summary>
internal static class VoicesCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly Argument<string> Name = new("name") { Description = "Name of the voice: letters, digits and dashes." };

    private static readonly Argument<string[]> Clips = new("clips")
    {
        Description = "WAV files of one person's clear speech, 3 to 10 s each.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Text = new("--text")
    {
        Description = "What is said, once for each clip in the same order; the recogniser writes it down if left out.",
        HelpName = "words",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Model = new("--model") { Description = "Recogniser for clips without --text; the best installed one if not given.", HelpName = "name" };

    public static Command Create()
    {
        var enroll = new Command("enroll", "Make a voice of recordings.") { Name, Clips, Text, Model };
        enroll.Aliases.Add("enrol");
        return new Command("voices", "List, make and remove voices.")
        {
            new Command("list", "Show the voices, the default first.").Runs(List),
            enroll.Runs(EnrollAsync),
            new Command("remove", "Remove a voice that was made.") { Name }.Runs(Remove),
        };
    }

    private static Task List(CommandContext context, CancellationToken cancellationToken)
    {
        var voices = SpeechSynthesizers.AllVoices();
        for (var index = 0; index < voices.Count; index++)
        {
            var (engine, voice) = voices[index];
            context.WriteResult(
                new Line(voice.Name, voice.Description, voice.Language, engine, index == 0),
                static line => $"{line.Name,-20} {line.Engine,-12} {line.Description}{(line.Default ? " (default)" : "")}");
        }

        if (VoiceStudio.FindRemedy() is { } remedy)
        {
            context.WriteNotice($"No voice can be made: {remedy}");
        }

        return Task.CompletedTask;
    }

    private static async Task EnrollAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        var clips = context.Arguments.GetRequiredValue(Clips);
        var texts = context.Arguments.GetValue(Text) ?? [];
        if (texts.Length > 0 && texts.Length != clips.Length)
        {
            throw new UserInputException(InputCodes.Arguments, $"There are {clips.Length} clips but {texts.Length} texts. Give --text once for each clip, in the same order, or not at all.");
        }

        if (VoiceStudio.FindRemedy() is { } remedy)
        {
            throw new CommandFailedException(NoticeCodes.SynthesizerMissing, remedy);
        }

        var recordings = new List<VoiceRecording>();
        for (var index = 0; index < clips.Length; index++)
        {
            var samples = AudioInput.Read(clips[index], RecordingCheck.SampleRate);
            var text = texts.Length > 0 ? texts[index] : await WriteDownAsync(context, clips[index], cancellationToken);
            recordings.Add(new VoiceRecording(Path.GetFileName(clips[index]), samples, text));
        }

        var voice = VoiceStudio.Open(PhoneRecognizer.Load().Aligner).Enrol(name, recordings);
        context.WriteResult(
            new Enrolled(voice.Name, voice.Recording, voice.Seconds, Math.Round(voice.Score, 2), [.. recordings.Select(static recording => recording.Text)]),
            static made => $"{made.Name}: {made.Seconds:0.0} s of {made.Recording}, agreement with the text {made.Score:0.0} (0 is best)");
    }

    private static async Task<string> WriteDownAsync(CommandContext context, string clip, CancellationToken cancellationToken)
    {
        var recognizer = Engines.RequireRecognizer(context.Arguments.GetValue(Model), context.WriteNotice);
        var text = "";
        await foreach (var transcript in recognizer.TranscribeAsync(RecordingFile.FramesAsync(RecordingFile.Read(clip, Longest)), RecognitionContext.None, cancellationToken))
        {
            text = transcript.IsFinal ? transcript.Text : text;
        }

        context.WriteNotice($"{recognizer.Name} hears in {Path.GetFileName(clip)}: {(text.Length > 0 ? text : "no words")}");
        return text;
    }

    private static Task Remove(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        if (!VoiceStudio.Remove(name))
        {
            throw new UserInputException(NoticeCodes.VoiceUnknown, $"No voice '{name}' was made here. 'virtualta voices list' shows them; those of other engines cannot be removed.");
        }

        context.WriteResult(new Removed(name), static line => $"{line.Name} is removed.");
        return Task.CompletedTask;
    }

    private sealed record Line(string Name, string Description, string Language, string Engine, bool Default);

    private sealed record Enrolled(string Name, string Recording, double Seconds, double Score, IReadOnlyList<string> Texts);

    private sealed record Removed(string Name);
}
