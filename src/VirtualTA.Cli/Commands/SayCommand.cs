using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Cli.Speaking;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Commands;

/// <summary>Speaks a text into a WAV file, or the lines of a file into a folder of them.</summary>
internal static class SayCommand
{
    private const int LongestText = 20_000;
    private const string DefaultFile = "speech.wav";

    private static readonly Argument<string?> Spoken = new("text") { Description = "What to say.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> Texts = new("--file") { Description = "File with one text a line, spoken one after the other into the folder --out.", HelpName = "file" };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = $"The WAV file to write, {DefaultFile} if left out; with --file the folder for 001.wav, 002.wav and so on.",
        HelpName = "path",
    };

    public static Command Create() => new Command("say", "Speak a text into a WAV file.") { Spoken, Texts, Out }.WithVoice().Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (text, file, path) = (context.Arguments.GetValue(Spoken), context.Arguments.GetValue(Texts), context.Arguments.GetValue(Out));
        if ((text is null) == (file is null))
        {
            throw new UserInputException(InputCodes.Arguments, "Give either a text or --file with one text a line: virtualta say \"Hello.\"");
        }

        if (text is not null)
        {
            await SayAsync(context, VoiceChoice.Synthesizer(context), Check(text), path ?? DefaultFile, cancellationToken);
            return ExitCodes.Done;
        }

        var texts = TextList.Read(file!);
        return path is null
            ? throw new UserInputException(InputCodes.Arguments, "With --file, name the folder for the recordings: --out DIR.")
            : await SayAllAsync(context, texts, TextList.Folder(path), cancellationToken);
    }

    private static async Task<int> SayAllAsync(CommandContext context, IReadOnlyList<string> texts, string folder, CancellationToken cancellationToken)
    {
        var synthesizer = VoiceChoice.Synthesizer(context);
        var exitCode = ExitCodes.Done;
        for (var index = 0; index < texts.Count; index++)
        {
            var path = Path.Combine(folder, TextList.NameOf(index));
            try
            {
                await SayAsync(context, synthesizer, Check(texts[index]), path, cancellationToken);
            }
            catch (UserInputException refused) when (refused.Code is InputCodes.TextInvalid)
            {
                // One text that cannot be spoken does not silence the others.
                ErrorReport.Write(context.Json, context.Output, context.Error, refused.Code, refused.Message, path);
                exitCode = ExitCodes.BadInput;
            }
        }

        return exitCode;
    }

    private static async Task SayAsync(CommandContext context, ISpeechSynthesizer synthesizer, string text, string path, CancellationToken cancellationToken)
    {
        var options = VoiceChoice.Options(context);
        using var file = SpeechFile.Create(path);
        var spoken = await Speaker.SpeakAsync(synthesizer, text, options, samples => file.Append(samples.Span), cancellationToken);
        if (spoken.Samples == 0)
        {
            throw new UserInputException(InputCodes.TextInvalid, "The text has nothing that can be spoken. Give it at least one word.");
        }

        file.Complete();
        context.WriteResult(
            new Result(
                text,
                options.Voice ?? synthesizer.Voices[0].Name,
                synthesizer.Name,
                path,
                spoken.Seconds,
                [.. spoken.Words.Select(static word => new Word(word.Word, Round(word.Start), Round(word.End)))],
                spoken.FirstChunkMs,
                spoken.FirstSoundMs,
                spoken.RealTimeFactor,
                spoken.TotalMs),
            static result => $"{result.Audio}: {result.Seconds:0.0} s, voice {result.Voice} ({result.Synthesizer}), first sound after {result.TtfaMs:0} ms");
    }

    private static string Check(string text) => text.Trim().Length switch
    {
        0 => throw new UserInputException(InputCodes.TextInvalid, "The text is empty. Put what to say in quotes: virtualta say \"Hello.\""),
        > LongestText => throw new UserInputException(
            InputCodes.TextInvalid, $"The text has {text.Length} characters; at most {LongestText} are spoken at once. Say it in parts."),
        _ => text,
    };

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    /// <param name="Text">What was to be said.</param>
    /// <param name="Voice">Who said it.</param>
    /// <param name="Synthesizer">By which engine.</param>
    /// <param name="Audio">The file.</param>
    /// <param name="Seconds">Its length.</param>
    /// <param name="Words">When each word is heard.</param>
    /// <param name="FirstAudioMs">Until the first samples came.</param>
    /// <param name="TtfaMs">Until the first audible sample came.</param>
    /// <param name="Rtf">Time to compute over time to play.</param>
    /// <param name="TotalMs">Until all had come.</param>
    private sealed record Result(
        string Text, string Voice, string Synthesizer, string Audio, double Seconds, IReadOnlyList<Word> Words, double? FirstAudioMs, double? TtfaMs, double Rtf, double TotalMs);

    private sealed record Word(string Text, double StartMs, double EndMs);
}
