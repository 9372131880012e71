using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Alignment;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Cli.Commands;

/// <summary>Finds the times of words and phones of a known text in a recording.</summary>
internal static class AlignCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly Argument<string> Recording = new("wav") { Description = "WAV file of any rate, up to ten minutes." };

    private static readonly Argument<string> Text = new("text") { Description = "What is said in it." };

    public static Command Create() =>
        new Command("align", "Find the times of words and phones of a known text in a recording.") { Recording, Text }.Runs(Run);

    private static Task Run(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.Arguments.GetRequiredValue(Recording);
        var words = new TextFrontEnd(Pronouncer.LoadDefault()).Read(context.Arguments.GetRequiredValue(Text)).SelectMany(static clause => clause.Words)
            .SelectMany(static word => word.Spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (words.Length == 0)
        {
            throw new UserInputException(InputCodes.TextInvalid, "Nothing in this text can be spoken: give the words that are said in the recording.");
        }

        var samples = RecordingFile.Read(file, Longest);
        Alignment alignment;
        try
        {
            alignment = PhoneRecognizer.Load().Aligner.Align(samples, words);
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(InputCodes.TextInvalid, exception.Message, exception);
        }

        context.WriteResult(
            new
            {
                file,
                score = Math.Round(alignment.Score, 3),
                words = alignment.Words.Select(static word => new
                {
                    text = word.Word,
                    startMs = word.Start.TotalMilliseconds,
                    endMs = word.End.TotalMilliseconds,
                    score = Math.Round(word.Score, 3),
                    phones = word.Phones.Select(static phone => new { name = phone.Name, startMs = phone.Start.TotalMilliseconds, endMs = phone.End.TotalMilliseconds }),
                }),
            },
            _ => string.Join('\n', alignment.Words.Select(static word =>
                $"{word.Start.TotalSeconds,8:0.00} {word.End.TotalSeconds,8:0.00}  {word.Word}  ({string.Join(' ', word.Phones.Select(static phone => phone.Name))})")));
        return Task.CompletedTask;
    }
}
