using System.CommandLine;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Load;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Commands;

/// <summary>Puts a running server under load, over the hub that browsers use.</summary>
internal static class BenchLoadCommand
{
    private static readonly Option<string> Server = new("--server")
    {
        Description = "Address of the server.",
        DefaultValueFactory = static _ => "http://localhost:5080",
        HelpName = "url",
    };

    private static readonly Option<int> Clients = new("--clients") { Description = "Students at the same time; 4, or 1 with --soak, if not given.", HelpName = "number" };

    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long they go on; 1, or with --soak until all turns are over, if not given.", HelpName = "minutes" };

    private static readonly Option<int> Soak = new("--soak")
    {
        Description = "Ask this many questions in all without pause, and compare every answer with the first to its question. Typed, or spoken with --question.",
        HelpName = "turns",
    };

    private static readonly Option<int> Cuts = new("--cuts") { Description = "Cut this many connections in mid-answer, and compare what is heard with an answer that was not cut.", HelpName = "number" };

    private static readonly Option<int> ServerProcess = new("--process") { Description = "Process id of the server, on the same machine: its memory is watched in a soak.", HelpName = "id" };

    private static readonly Option<string[]> Question = new("--question")
    {
        Description = "Recording that is asked, or a folder of them; may be given several times.",
        HelpName = "wav",
    };

    private static readonly Option<string?> Course = new("--course") { Description = "Course asked about; the server's first if not given.", HelpName = "name" };

    public static Command Create() =>
        new Command("load", "Ask a running server many spoken questions at once: voice to voice, underruns, errors.")
        {
            Server, Clients, Minutes, Soak, Cuts, ServerProcess, Question, Course,
        }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        var (soak, cuts) = (arguments.GetValue(Soak), arguments.GetValue(Cuts));
        var clients = arguments.GetResult(Clients) is null ? (soak > 0 ? 1 : 4) : arguments.GetValue(Clients);
        var length = arguments.GetResult(Minutes) is null ? (soak > 0 ? TimeSpan.MaxValue : TimeSpan.FromMinutes(1)) : ToLength(arguments.GetValue(Minutes));
        if (clients < 1 || soak < 0 || cuts < 0 || (soak > 0 && cuts > 0))
        {
            throw new UserInputException(InputCodes.Arguments, "--clients must be at least 1, and only one of --soak and --cuts can be given.");
        }

        var server = AddressOf(arguments.GetRequiredValue(Server));
        var course = arguments.GetValue(Course);
        var recordings = arguments.GetValue(Question) ?? [];
        if (cuts > 0)
        {
            var cut = await new CutTest(server, course, context.WriteNotice).RunAsync(cuts, cancellationToken);
            context.WriteResult(cut, static report => report.ToText());
            return cut.IsGood ? ExitCodes.Done : ExitCodes.Failure;
        }

        if (soak > 0)
        {
            var questions = recordings.Length == 0
                ? SoakQuestion.Typed
                : [.. SpokenQuestion.Read(recordings).Select(static spoken => new SoakQuestion(spoken.Name, null, spoken))];
            int? process = arguments.GetResult(ServerProcess) is null ? null : arguments.GetValue(ServerProcess);
            var soaked = await new SoakTest(server, course, questions, process, TimeProvider.System, context.WriteNotice).RunAsync(soak, clients, length, cancellationToken);
            context.WriteResult(soaked, static report => report.ToText());
            return soaked.IsGood ? ExitCodes.Done : ExitCodes.Failure;
        }

        var spoken = SpokenQuestion.Read(recordings.Length == 0 ? [Path.Combine("tests", "assets", "question.wav")] : recordings);
        var turns = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => new LoadClient(server, course, spoken, TimeProvider.System).RunAsync(length, client, cancellationToken)));
        var loaded = LoadReport.Of(clients, [.. turns.SelectMany(static client => client)]);
        context.WriteResult(loaded, static report => report.ToText());
        return loaded.IsGood ? ExitCodes.Done : ExitCodes.Failure;
    }

    private static TimeSpan ToLength(double minutes) => minutes is > 0 and <= 24 * 60
        ? TimeSpan.FromMinutes(minutes)
        : throw new UserInputException(InputCodes.Arguments, "--minutes must be more than 0 and at most a day.");

    private static Uri AddressOf(string server) => Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new UserInputException(InputCodes.Arguments, $"'{server}' is no address of a server: give one such as http://localhost:5080.");
}
