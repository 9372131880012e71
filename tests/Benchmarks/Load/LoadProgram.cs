using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Benchmarks.Load;

/// <summary>Puts a running server under load, over the hub that browsers use.</summary>
internal static class LoadProgram
{
    private static readonly Option<string> Server = new("--server")
    {
        Description = "Address of the server.",
        DefaultValueFactory = _ => "http://localhost:5080",
        HelpName = "url",
    };

    private static readonly Option<int> Clients = new("--clients") { Description = "Students who ask aloud at the same time.", DefaultValueFactory = _ => 4 };

    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long they go on.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Soak = new("--soak") { Description = "Ask this many typed questions one after another instead, and compare every answer with the first to its question." };

    private static readonly Option<int> Cuts = new("--cuts") { Description = "Cut this many connections in mid-answer instead, and compare what is heard with an answer that was not cut." };

    private static readonly Option<int> ServerProcess = new("--process") { Description = "Process id of the server, on the same machine: its memory is watched." };

    private static readonly Option<string> Question = new("--question")
    {
        Description = "Recording that is asked.",
        DefaultValueFactory = _ => Path.Combine("tests", "assets", "question.wav"),
        HelpName = "wav",
    };

    private static readonly Option<string?> Course = new("--course") { Description = "Course asked about; the server's first if left out." };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line on the output; without it, the same in words where there are any." };

    /// <param name="arguments">What the command line gives.</param>
    public static Task<int> RunAsync(string[] arguments)
    {
        var command = new RootCommand("Asks a running server many questions at once, over the hub that browsers use.")
        {
            Server, Clients, Minutes, Soak, Cuts, ServerProcess, Question, Course, Json,
        };
        command.SetAction((parsed, cancellationToken) => parsed switch
        {
            _ when parsed.GetValue(Soak) > 0 => SoakAsync(parsed, parsed.GetValue(Soak), cancellationToken),
            _ when parsed.GetValue(Cuts) > 0 => CutAsync(parsed, parsed.GetValue(Cuts), cancellationToken),
            _ => LoadAsync(parsed, cancellationToken),
        });
        return command.Parse(arguments).InvokeAsync();
    }

    private static async Task LoadAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var question = Read(arguments.GetRequiredValue(Question));
        var length = TimeSpan.FromMinutes(arguments.GetValue(Minutes));
        var clients = Enumerable.Range(0, arguments.GetValue(Clients))
            .Select(_ => new LoadClient(AddressOf(arguments), arguments.GetValue(Course), question, TimeProvider.System).RunAsync(length, cancellationToken));
        LoadTurn[] turns = [.. (await Task.WhenAll(clients)).SelectMany(static client => client)];
        TimeSpan[] times = [.. turns.Where(static turn => turn.VoiceToVoice is not null).Select(static turn => turn.VoiceToVoice!.Value).Order()];
        var result = new
        {
            clients = arguments.GetValue(Clients),
            turns = turns.Length,
            reasons = turns.CountBy(static turn => turn.Reason?.ToString() ?? "broken").ToDictionary(),
            refused = turns.Count(static turn => turn.Code == NoticeCodes.Overloaded),
            underruns = turns.Sum(static turn => turn.Underruns),
            turnsWithUnderruns = turns.Count(static turn => turn.Underruns > 0),
            voiceToVoiceP50Ms = At(times, 0.5),
            voiceToVoiceP95Ms = At(times, 0.95),
            rules = turns.SelectMany(static turn => turn.Rules).CountBy(static rule => rule).ToDictionary(),
        };
        Console.WriteLine(JsonSerializer.Serialize(result));
    }

    private static async Task CutAsync(ParseResult arguments, int cuts, CancellationToken cancellationToken)
    {
        var asking = new TypedQuestions(AddressOf(arguments), arguments.GetValue(Course));
        var exact = 0;
        for (var i = 0; i < cuts; i++)
        {
            var question = TypedQuestions.All[i % TypedQuestions.All.Length];
            var whole = await asking.AskAsync(question, cancellationToken);
            var resumed = await asking.AskAndBeCutAsync(question, chunks: 2 + i, cancellationToken);
            var isExact = whole.Sound.Length > 0 && whole.Sound.AsSpan().SequenceEqual(resumed.Sound) && whole.Text == resumed.Text;
            exact += isExact ? 1 : 0;
            Console.Error.WriteLine($"{question} cut after {2 + i} chunks: {(isExact ? "exact" : "DIFFERENT")}, {resumed.Sound.Length / sizeof(short)} of {whole.Sound.Length / sizeof(short)} samples.");
        }

        Write(arguments, new { cuts, exact }, $"{exact} of {cuts} cut connections resumed sample for sample.");
    }

    private static async Task SoakAsync(ParseResult arguments, int turns, CancellationToken cancellationToken)
    {
        var asking = new TypedQuestions(AddressOf(arguments), arguments.GetValue(Course));
        var first = new Dictionary<string, WholeAnswer>();
        var memory = new List<double>();
        int different = 0, broken = 0, words = 0;
        await using var link = await HubLink.ConnectAsync(AddressOf(arguments), cancellationToken);
        var conversation = await link.OpenAsync(cancellationToken);
        for (var i = 0; i < turns; i++)
        {
            var question = TypedQuestions.All[i % TypedQuestions.All.Length];
            var answer = await asking.AskAsync(link, conversation, question, cancellationToken);
            broken += answer.Reason is TurnEndReason.Answered or TurnEndReason.Abstained ? 0 : 1;
            words += answer.Words;
            var known = first.TryAdd(question, answer) ? answer : first[question];
            different += known.Text == answer.Text && known.Sound.AsSpan().SequenceEqual(answer.Sound) ? 0 : 1;
            if ((i + 1) % Math.Max(1, turns / 10) == 0)
            {
                memory.Add(MegabytesOf(arguments.GetValue(ServerProcess)));
                Console.Error.WriteLine($"{i + 1} turns, {memory[^1]:0} MB.");
            }
        }

        Write(
            arguments,
            new { turns, broken, different, words, serverMegabytes = memory },
            $"{turns} turns, {words} words: {broken} broken, {different} unlike the first answer to their question; memory of the server in MB: {string.Join(", ", memory)}.");
    }

    private static Uri AddressOf(ParseResult arguments) => new(arguments.GetRequiredValue(Server));

    private static void Write<T>(ParseResult arguments, T result, string text) =>
        Console.WriteLine(arguments.GetValue(Json) ? JsonSerializer.Serialize(result) : text);

    private static short[] Read(string path)
    {
        var clip = WavFile.Read(path).AtRate(AudioFrame.SampleRate);
        var samples = new short[clip.Samples.Length];
        Pcm16.FromFloat(clip.Samples, samples);
        return samples;
    }

    private static double MegabytesOf(int process)
    {
        if (process == 0)
        {
            return 0;
        }

        using var server = Process.GetProcessById(process);
        return Math.Round(server.WorkingSet64 / 1e6, 1);
    }

    private static double? At(TimeSpan[] times, double share) =>
        times.Length == 0 ? null : Math.Round(times[(int)(share * (times.Length - 1))].TotalMilliseconds);
}
