using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Commands;

/// <summary>Speaks a text into a WAV file.</summary>
internal static class SayCommand
{
    private const int LongestText = 20_000;

    private static readonly Argument<string> Spoken = new("text") { Description = "What to say." };

    private static readonly Option<string?> Voice = new("--voice") { Description = "Name of a voice; 'virtualta doctor' lists them.", HelpName = "name" };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Same text, voice and seed: same samples.", HelpName = "number" };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The WAV file to write.",
        HelpName = "file",
        DefaultValueFactory = _ => "speech.wav",
    };

    public static Command Create() => new Command("say", "Speak a text into a WAV file.") { Spoken, Voice, Seed, Out }.Runs(RunAsync);

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var text = Check(context.Arguments.GetRequiredValue(Spoken));
        var path = context.Arguments.GetRequiredValue(Out);
        var synthesizer = Engines.RequireSynthesizer();
        var options = new SpeechOptions(context.Arguments.GetValue(Voice), context.Arguments.GetValue(Seed));

        using var file = SpeechFile.Create(path);
        var words = new List<Word>();
        var started = TimeProvider.System.GetTimestamp();
        double? firstAudioMs = null;
        await foreach (var chunk in synthesizer.SpeakAsync(Once(text), options, cancellationToken))
        {
            firstAudioMs ??= Elapsed(started);
            file.Append(chunk.Samples.Span);
            words.AddRange(chunk.Words.Select(word => new Word(word.Word, Round(word.Start), Round(word.End))));
        }

        if (file.Samples == 0)
        {
            throw new UserInputException(InputCodes.TextInvalid, "The text has nothing that can be spoken. Give it at least one word.");
        }

        file.Complete();
        context.WriteResult(
            new Result(text, options.Voice ?? synthesizer.Voices[0].Name, synthesizer.Name, path, file.Seconds, words, firstAudioMs, Elapsed(started)),
            result => $"{result.Audio}: {result.Seconds:0.0} s, voice {result.Voice}");
    }

    private static string Check(string text) => text.Trim().Length switch
    {
        0 => throw new UserInputException(InputCodes.TextInvalid, "The text is empty. Put what to say in quotes: virtualta say \"Hello.\""),
        > LongestText => throw new UserInputException(
            InputCodes.TextInvalid, $"The text has {text.Length} characters; at most {LongestText} are spoken at once. Say it in parts."),
        _ => text,
    };

    private static async IAsyncEnumerable<string> Once(string text)
    {
        await Task.CompletedTask;
        yield return text;
    }

    private static double Elapsed(long started) => Math.Round(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 1);

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private sealed record Result(
        string Text, string Voice, string Synthesizer, string Audio, double Seconds, IReadOnlyList<Word> Words, double? FirstAudioMs, double TotalMs);

    private sealed record Word(string Text, double StartMs, double EndMs);
}
