using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Cli.Commands;

/// <summary>Shows and exports how text is said.</summary>
internal static class TextCommand
{
    private static readonly Argument<string> Text = new("text") { Description = "Text to be read." };

    private static readonly Option<string> Input = new("--in") { Description = "Table with an utterance and a text a line.", Required = true };

    private static readonly Option<string> Output = new("--out") { Description = "Table of phonemes to write.", Required = true };

    private static readonly Option<string?> Overrides = new("--pronunciations") { Description = "The course's own pronunciations: term = phones or respelling, one a line." };

    public static Command Create() => new("text", "Show how text is said, or prepare text for training.")
    {
        new Command("show", "Show the clauses, words and phones of a text.") { Text, Overrides }.Runs(Show),
        new Command("export", "Write the phonemes of many texts, as training reads them.") { Input, Output, Overrides }.Runs(Export),
    };

    private static Task Show(CommandContext context, CancellationToken cancellationToken)
    {
        PhonemeClause[] clauses = [.. FrontEnd(context).Read(context.Arguments.GetRequiredValue(Text))];
        if (clauses.Length == 0)
        {
            throw new UserInputException(InputCodes.TextInvalid, "Nothing in this text can be spoken: give words, numbers or formulae in Latin or Greek letters.");
        }

        foreach (PhonemeClause clause in clauses)
        {
            context.WriteResult(
                new
                {
                    phonemes = clause.ToString(),
                    words = clause.Words.Select(word => new { written = word.Written, start = word.TextStart, spoken = word.Spoken }),
                    dropped = clause.Dropped,
                },
                result => $"{string.Join(' ', clause.Words.Select(word => word.Spoken))}\n    {result.phonemes}");
        }

        return Task.CompletedTask;
    }

    private static Task Export(CommandContext context, CancellationToken cancellationToken)
    {
        string source = context.Arguments.GetRequiredValue(Input);
        if (!File.Exists(source))
        {
            throw new UserInputException(InputCodes.FileMissing, $"'{source}' does not exist: give a table of utterances and texts.");
        }

        using StreamReader reader = new(source);
        using StreamWriter writer = new(context.Arguments.GetRequiredValue(Output));
        (int written, int empty) = TrainingText.Export(reader, writer, FrontEnd(context));
        context.WriteResult(new { written, empty }, result => $"{result.written} texts written, {result.empty} with nothing to say left out");
        return Task.CompletedTask;
    }

    private static TextFrontEnd FrontEnd(CommandContext context)
    {
        string? path = context.Arguments.GetValue(Overrides);
        if (path is null)
        {
            return new TextFrontEnd(Pronouncer.LoadDefault());
        }

        if (!File.Exists(path))
        {
            throw new UserInputException(InputCodes.FileMissing, $"'{path}' does not exist: give a list of pronunciations or leave the option out.");
        }

        try
        {
            return new TextFrontEnd(Pronouncer.LoadDefault(PronunciationOverrides.Parse(File.ReadLines(path))));
        }
        catch (FormatException problem)
        {
            throw new UserInputException(InputCodes.FileUnreadable, $"{path}: {problem.Message}", problem);
        }
    }
}
