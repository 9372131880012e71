using System.CommandLine;
using System.Globalization;
using VirtualTA.Audio;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Cli.Speaking;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Alignment;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Cli.Commands;

/// <summary>Speaks a list of texts, counts words left out or said again, and writes what an independent judge needs.</summary>
internal static class EvaluateVoiceCommand
{
    private const string ListFile = "list.tsv";

    private static readonly Option<string> Texts = new("--list") { Description = "File with one text a line.", HelpName = "file", Required = true };

    private static readonly Option<string> Out = new("--out")
    {
        Description = $"Folder for the recordings and {ListFile} with the columns wav, text and reference.",
        HelpName = "dir",
        DefaultValueFactory = static _ => "voice-evaluation",
    };

    private static readonly Option<string?> Reference = new("--reference") { Description = "A recording of the speaker whose voice it should be, for the list.", HelpName = "file" };

    private static readonly Option<int> Limit = new("--limit") { Description = "Speak only so many texts; all if not given.", HelpName = "number" };

    public static Command Create() =>
        new Command("voice", "Speak a list of texts; count words left out or said again; write recordings and a list for a judge.") { Texts, Out, Reference, Limit }.WithVoice().Runs(RunAsync);

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var texts = TextList.Read(context.Arguments.GetRequiredValue(Texts));
        var limit = context.Arguments.GetValue(Limit);
        texts = limit > 0 ? [.. texts.Take(limit)] : texts;
        var folder = TextList.Folder(context.Arguments.GetRequiredValue(Out));
        var synthesizer = VoiceChoice.Synthesizer(context);
        var pronouncer = Pronouncer.LoadDefault();
        var (frontEnd, reader) = (new TextFrontEnd(pronouncer), new ReadingAligner(PhoneRecognizer.Load(pronouncer: pronouncer)));
        using var list = new StreamWriter(Path.Combine(folder, ListFile)) { NewLine = "\n" };
        list.WriteLine("wav\ttext\treference");
        var reference = context.Arguments.GetValue(Reference) is { } file ? Path.GetRelativePath(folder, Path.GetFullPath(file)) : "";
        var results = new List<Item>();
        for (var index = 0; index < texts.Count; index++)
        {
            var name = TextList.NameOf(index);
            var item = await SpeakAsync(synthesizer, texts[index], VoiceChoice.Options(context), Path.Combine(folder, name), frontEnd, reader, cancellationToken);
            results.Add(item with { File = name });
            context.WriteNotice(string.Create(
                CultureInfo.InvariantCulture, $"{name} {item.Seconds,5:0.0} s  skipped {item.Skipped}, repeated {item.Repeated} of {item.Words}{(item.Problem is null ? "" : "  " + item.Problem)}  {texts[index]}"));
            if (item.Seconds > 0)
            {
                list.WriteLine($"{name}\t{texts[index].Replace('\t', ' ')}\t{reference}");
            }
        }

        context.WriteResult(Summarise(synthesizer.Name, results), Text);
    }

    private static async Task<Item> SpeakAsync(
        ISpeechSynthesizer synthesizer, string text, SpeechOptions options, string path, TextFrontEnd frontEnd, ReadingAligner reader, CancellationToken cancellationToken)
    {
        VirtualTA.Core.Pronunciation.Phones[] words = [.. frontEnd.Read(text).SelectMany(static clause => clause.SpokenWords()).Select(static word => word.Phones)];
        using var file = SpeechFile.Create(path);
        var samples = new List<short>();
        Performance spoken;
        try
        {
            spoken = await Speaker.SpeakAsync(synthesizer, text, options, chunk => samples.AddRange(chunk.Span), cancellationToken);
        }
        catch (UserInputException refused)
        {
            return new Item("", text, words.Length, words.Length, 0, 0, 0, 0, 0, 0, refused.Message);
        }

        file.Append([.. samples]);
        file.Complete();
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples);
        var reading = reader.Follow(all[..Math.Min(all.Length, (int)(ReadingAligner.Longest.TotalSeconds * AudioFrame.SampleRate))], words);
        return new Item(
            "", text, words.Length, reading.Skipped, reading.Repeated, Math.Round(reading.Extra.TotalSeconds, 2), Math.Round(reading.Score, 2),
            spoken.Seconds, spoken.FirstSoundMs ?? 0, spoken.RealTimeFactor, null);
    }

    private static Result Summarise(string engine, List<Item> items)
    {
        var words = Math.Max(1, items.Sum(static item => item.Words));
        return new Result(
            engine,
            items.Count,
            items.Count(static item => item.Problem is not null),
            items.Sum(static item => item.Words),
            Math.Round(items.Sum(static item => item.Skipped) / (double)words, 4),
            Math.Round(items.Sum(static item => item.Repeated) / (double)words, 4),
            items.Count(static item => item.Skipped + item.Repeated > 0),
            Math.Round(items.Sum(static item => item.ExtraSeconds), 1),
            Math.Round(items.Sum(static item => item.Seconds), 1),
            Math.Round(items.Where(static item => item.Seconds > 0).Select(static item => item.Score).DefaultIfEmpty().Average(), 2),
            items);
    }

    private static string Text(Result result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Engine}: {result.Texts} texts, {result.Refused} refused, {result.Seconds:0} s of speech, {result.Words} words: {result.Skipped:P1} left out, {result.Repeated:P1} said again, in {result.TextsWithSlips} texts; {result.ExtraSeconds:0.0} s of other speech; agreement {result.Score:0.00}");

    private sealed record Result(
        string Engine, int Texts, int Refused, int Words, double Skipped, double Repeated, int TextsWithSlips, double ExtraSeconds, double Seconds, double Score, IReadOnlyList<Item> Items);

    private sealed record Item(
        string File, string Text, int Words, int Skipped, int Repeated, double ExtraSeconds, double Score, double Seconds, double TtfaMs, double Rtf, string? Problem);
}
