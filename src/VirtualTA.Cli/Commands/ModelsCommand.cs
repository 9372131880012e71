using System.CommandLine;
using Spectre.Console;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Models;
using VirtualTA.Recognition.Whisper.Files;
using VirtualTA.Synthesis;

namespace VirtualTA.Cli.Commands;

/// <summary>Lists, fetches and verifies recognition models.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name from the list, for instance tiny.en." };

    private static readonly Argument<string?> OptionalName = new("name")
    {
        Description = "Name from the list, or the path of a Whisper file; without one, every model that is present.",
        DefaultValueFactory = static _ => null,
    };

    public static Command Create() => new("models", "List, fetch and verify speech recognition models.")
    {
        new Command("list", "Show which models exist and which are present.").Runs(List),
        new Command("pull", "Fetch a model; goes on where an earlier attempt ended.") { Name }.Runs(Pull),
        new Command("verify", "Check that models are whole, and say which voice engine they give.") { OptionalName }.Runs(Verify),
    };

    private static Task List(CommandContext context, CancellationToken cancellationToken)
    {
        foreach (var entry in ModelManifest.Entries)
        {
            var path = ModelFolders.Find(entry.FileName);
            context.WriteResult(
                new ModelLine(entry.Name, entry.Bytes, entry.License, entry.Address, path, null),
                line => $"{line.Name,-30} {entry.Bytes / 1_000_000,5} MB  {line.License}  {line.Path ?? "not present"}");
        }

        foreach (var path in ModelFolders.Present().Where(static path => ModelManifest.Find(Path.GetFileName(path)) is null))
        {
            context.WriteResult(
                new ModelLine(Path.GetFileName(path), new FileInfo(path).Length, null, null, path, null), line => $"{line.Name,-30} {line.Bytes / 1_000_000,5} MB  own  {path}");
        }

        return Task.CompletedTask;
    }

    private static async Task Pull(CommandContext context, CancellationToken cancellationToken)
    {
        var entry = Known(context.Arguments.GetRequiredValue(Name));
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var downloader = new ModelDownloader(client, TimeProvider.System);
        try
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
            var path = await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(async bars =>
                {
                    var bar = bars.AddTask(entry.Name, maxValue: entry.Bytes);
                    return await downloader.PullAsync(entry, ModelFolders.ForNewModels(), new Arrived(bar), cancellationToken);
                });
            context.WriteResult(new ModelLine(entry.Name, entry.Bytes, entry.License, entry.Address, path, true), line => $"{line.Name} is in {line.Path}");
        }
        catch (ModelDownloadException error)
        {
            throw new CommandFailedException(InputCodes.ModelDownload, error.Message, error);
        }
    }

    private static async Task Verify(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetValue(OptionalName);
        var broken = new List<string>();
        foreach (var path in Wanted(name))
        {
            var entry = ModelManifest.Find(Path.GetFileName(path));
            var intact = entry is null ? OpensAsWhisper(path) : await ModelDownloader.IsIntactAsync(path, entry, cancellationToken);
            context.WriteResult(
                new ModelLine(entry?.Name ?? Path.GetFileName(path), new FileInfo(path).Length, entry?.License, entry?.Address, path, intact),
                line => $"{line.Name,-30} {(intact ? "intact" : "DAMAGED")}  {path}");
            if (!intact)
            {
                broken.Add(path);
            }
        }

        if (broken.Count > 0)
        {
            throw new UserInputException(InputCodes.ModelUnreadable, $"{string.Join(", ", broken)}: the checksum is wrong. Delete the file and run `virtualta models pull`.");
        }

        if (name is null)
        {
            VerifyShipped(context);
        }
    }

    /// <summary>The weights that come with the program, and which voice engine follows from them.</summary>
    private static void VerifyShipped(CommandContext context)
    {
        var shipped = ShippedModels.Check();
        foreach (var model in shipped)
        {
            context.WriteResult(model, static line => $"{line.Name,-30} {(line.Valid ? "intact" : "DAMAGED")}  {line.Remedy ?? line.Kind}");
        }

        var voice = SpeechSynthesizers.Offers().FindBest(null, out var reason);
        context.WriteResult(new VoiceEngineLine(voice?.Name ?? "none", reason), static line => $"{"voice engine",-30} {line.VoiceEngine}: {line.Reason}");
        if (shipped.FirstOrDefault(static model => !model.Valid) is { } damaged)
        {
            throw new UserInputException(InputCodes.ModelUnreadable, damaged.Remedy!);
        }
    }

    private static IReadOnlyList<string> Wanted(string? name)
    {
        if (name is null)
        {
            return ModelFolders.Present();
        }

        if (File.Exists(name) || name.Contains(Path.DirectorySeparatorChar))
        {
            return [name];
        }

        var entry = Known(name);
        return ModelFolders.Find(entry.FileName) is { } path
            ? [path]
            : throw new UserInputException(InputCodes.FileMissing, $"{entry.Name} is not present. Fetch it: virtualta models pull {entry.Name}.");
    }

    /// <summary>A file outside the manifest has no checksum; its structure is all that can be checked.</summary>
    private static bool OpensAsWhisper(string path)
    {
        using var file = WhisperFile.Open(path);
        foreach (var tensor in file.TensorNames)
        {
            file.Floats(tensor);
        }

        return true;
    }

    private static ModelEntry Known(string name) => ModelManifest.Find(name)
        ?? throw new UserInputException(
            InputCodes.Arguments, $"There is no model '{name}'. Known: {string.Join(", ", ModelManifest.Entries.Select(static entry => entry.Name))}.");

    private sealed record VoiceEngineLine(string VoiceEngine, string Reason);

    private sealed record ModelLine(string Name, long Bytes, string? License, Uri? Address, string? Path, bool? Intact);

    private sealed class Arrived(ProgressTask bar) : IProgress<long>
    {
        public void Report(long value) => bar.Value = value;
    }
}
