using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Core.Pronunciation.Training;

namespace VirtualTA.Cli.Commands;

/// <summary>Makes the pronouncing dictionary and the letter-to-sound model from the CMU dictionary's text.</summary>
internal static class PronunciationCommand
{
    private const int HeldOutPercent = 5;

    private static readonly Argument<string> Source = new("dictionary") { Description = "Text of the CMU Pronouncing Dictionary." };

    private static readonly Option<string> Output = new("--out") { Description = "Folder to write to.", Required = true };

    public static Command Create() => new("pronunciation", "Make the pronouncing dictionary and the letter-to-sound model.")
    {
        new Command("train", "Judge letter-to-sound on held-out words, then write both files.") { Source, Output }.Runs(Train),
    };

    private static Task Train(CommandContext context, CancellationToken cancellationToken)
    {
        string source = context.Arguments.GetRequiredValue(Source);
        if (!File.Exists(source))
        {
            throw new UserInputException(InputCodes.FileMissing, $"'{source}' does not exist: give the text of the CMU Pronouncing Dictionary.");
        }

        List<KeyValuePair<string, Phones>> entries = [.. DictionaryText.Read(File.ReadLines(source))];
        using MemoryStream judged = new();
        LetterToSoundTrainer.Train(entries.Where(entry => !LetterToSoundTrainer.IsHeldOut(entry.Key, HeldOutPercent)), judged);
        judged.Position = 0;
        LetterToSoundScore score = LetterToSoundTrainer.Score(
            LetterToSound.Read(judged), entries.Where(entry => LetterToSoundTrainer.IsHeldOut(entry.Key, HeldOutPercent)));
        cancellationToken.ThrowIfCancellationRequested();

        string folder = Directory.CreateDirectory(context.Arguments.GetRequiredValue(Output)).FullName;
        using (FileStream lexicon = File.Create(Path.Combine(folder, "cmudict.lex.br")))
        {
            LexiconWriter.Write(lexicon, entries);
        }

        using (FileStream model = File.Create(Path.Combine(folder, "letter-to-sound.bin.br")))
        {
            LetterToSoundTrainer.Train(entries, model);
        }

        context.WriteResult(score, result => $"{entries.Count} pronunciations; {result.Words} held-out words: word errors {result.WordErrors:P1} "
            + $"({result.WordErrorsWithoutStress:P1} without stress), phone errors {result.PhoneErrors:P1} ({result.PhoneErrorsWithoutStress:P1})");
        return Task.CompletedTask;
    }
}
