using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace VirtualTA.Benchmarks.Lectures;

/// <summary>
/// A full hall against a running server: listeners who get every piece of sound, askers who ask and vote, one projector that plays,
/// and a lecturer's room in automatic mode. Prints how long votes and questions took and whether the projector ever waited for sound.
/// </summary>
internal sealed class LectureLoad(Uri server, int listeners, int askers, TimeSpan duration)
{
    private static readonly string[] Topics =
        ["a codec", "a vocoder", "a mel spectrogram", "sampling", "quantisation", "a speaker encoder", "flow matching", "diffusion", "alignment", "streaming", "a phoneme", "a codebook"];

    private static readonly string[] Forms = ["What is {0}?", "How does {0} work?", "Why is {0} used?", "Explain {0} please", "When was {0} invented?", "How many parts does {0} have?"];

    private const int Replays = 20;

    private readonly HttpClient _http = new() { BaseAddress = server };
    private readonly List<double> _votes = [];
    private readonly List<double> _questions = [];
    private readonly ProjectorPlayer _projector = new();
    private long _chunksHeard;
    private int _refusals;

    public static Task RunAsync(string[] arguments)
    {
        int Number(int index, int fallback) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : fallback;
        var server = new Uri(arguments.Length > 1 ? arguments[1] : "http://localhost:5080");
        return new LectureLoad(server, Number(2, 1_000), Number(3, 200), TimeSpan.FromSeconds(Number(4, 60))).RunAsync();
    }

    private async Task RunAsync()
    {
        var room = await PostAsync("/api/lectures", new { title = "Load", rules = new { isModerated = false, mode = "auto", questionsPerMinute = 600 } });
        var code = room.GetProperty("code").GetString()!;
        await using var projector = new LectureSocket(_projector.Take);
        await JoinAsync(projector, room.GetProperty("projectorToken").GetString()!, listens: true, takesOpus: false);
        var hall = await SeatAsync(code, listeners, listens: true);
        var active = await SeatAsync(code, askers, listens: false);
        Console.WriteLine($"Seated {hall.Count} listeners, {active.Count} askers and a projector.");

        using var over = new CancellationTokenSource(duration);
        await Task.WhenAll([PlayAsync(projector, over.Token), .. active.Select((asker, i) => TakePartAsync(asker, i, over.Token))]);
        Print(hall.Count(one => one.IsOpen));
        await ReplayAsync(projector, room.GetProperty("lecturerToken").GetString()!, active[0]);
        await Task.WhenAll(hall.Concat(active).Select(one => one.DisposeAsync().AsTask()));
        using var deletion = await _http.DeleteAsync($"/api/lectures/{room.GetProperty("room").GetString()}?token={room.GetProperty("lecturerToken").GetString()}");
    }

    private async Task<List<LectureSocket>> SeatAsync(string code, int count, bool listens)
    {
        var seated = new List<LectureSocket>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var ticket = await PostAsync($"/api/lectures/codes/{code}/join", new { });
            var socket = new LectureSocket(CountSound);
            await JoinAsync(socket, ticket.GetProperty("token").GetString()!, listens);
            lock (seated)
            {
                seated.Add(socket);
            }
        });
        return seated;
    }

    private async Task TakePartAsync(LectureSocket asker, int number, CancellationToken over)
    {
        var random = new Random(number);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * duration.TotalSeconds / 2), over);
            var text = string.Format(CultureInfo.InvariantCulture, Forms[number % Forms.Length], Topics[number / Forms.Length % Topics.Length]);
            Keep(_questions, await asker.CallAsync("Ask", new { text }));
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(2 + (random.NextDouble() * 4)), over);
                Keep(_votes, await asker.CallAsync("Vote", random.Next(1, 40), random.Next(4) > 0));
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private async Task PlayAsync(LectureSocket projector, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            if (_projector.Report() is { } report)
            {
                await projector.CallAsync("Heard", report.Answer, report.Sample, report.IsOver);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }
    }

    /// <summary>With everybody still there: an answer is corrected, the same question comes again, and the prepared sound is played.</summary>
    private async Task ReplayAsync(LectureSocket projector, string token, LectureSocket asker)
    {
        await using var lecturer = new LectureSocket(_ => { });
        await JoinAsync(lecturer, token, listens: false);
        await lecturer.CallAsync("SetRules", new { mode = "manual", isModerated = false, questionsPerMinute = 600 });
        await lecturer.CallAsync("Stop");
        var times = new List<double>();
        var number = await AskAsync(asker);
        await lecturer.CallAsync("Settle", number, "The bank keeps the sound of answers that were approved.");
        while (!(await lecturer.CallAsync("ApprovedAnswers")).Reply.ToString().Contains("\"isPrepared\":true", StringComparison.Ordinal))
        {
            await Task.Delay(100);
        }

        for (var i = 0; i < Replays; i++)
        {
            number = await AskAsync(asker);
            var (chunks, began) = (_projector.Chunks, Stopwatch.GetTimestamp());
            await lecturer.CallAsync("Speak", number, null);
            while (_projector.Chunks == chunks)
            {
                await Task.Delay(1);
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await lecturer.CallAsync("Stop");
            await projector.CallAsync("Heard", 0, 0, true);
            await lecturer.CallAsync("Settle", number, null);
        }

        Console.WriteLine($"bank       from the lecturer's call to the first sound at the projector: {Times(times)}");
    }

    private static async Task<int> AskAsync(LectureSocket asker) =>
        (await asker.CallAsync("Ask", new { text = "What does the bank of answers keep?" })).Reply.GetProperty("value").GetProperty("question").GetInt32();

    private void Keep(List<double> times, (JsonElement Reply, TimeSpan Took) call)
    {
        lock (times)
        {
            times.Add(call.Took.TotalMilliseconds);
        }

        // A vote for a question that was answered meanwhile is refused; it took its time nevertheless.
        _ = call.Reply.GetProperty("ok").GetBoolean() ? 0 : Interlocked.Increment(ref _refusals);
    }

    private void CountSound(ReadOnlyMemory<byte> record)
    {
        // As PCM, or as packets beside an empty chunk; of these one more brings the end of each answer out of the encoder.
        if (record.Span.IndexOf("\"type\":\"audioChunk\""u8) >= 0 && (record.Span.IndexOf("\"pcm\":\"\""u8) < 0 || record.Span.IndexOf("\"opus\":[\""u8) >= 0))
        {
            Interlocked.Increment(ref _chunksHeard);
        }
    }

    private async Task JoinAsync(LectureSocket socket, string token, bool listens, bool takesOpus = true)
    {
        await socket.ConnectAsync(server);
        var (reply, _) = await socket.CallAsync("Join", new { token, listens, takesOpus });
        if (!reply.GetProperty("ok").GetBoolean())
        {
            throw new InvalidOperationException($"A device was not let in: {reply}");
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private void Print(int stillThere)
    {
        Console.WriteLine($"votes      {Times(_votes)}");
        Console.WriteLine($"questions  {Times(_questions)}");
        Console.WriteLine($"refused    {_refusals} (votes for questions answered or merged meanwhile)");
        Console.WriteLine($"projector  {_projector.Answers} answers, {_projector.Chunks} pieces, {_projector.SecondsPlayed:0.0} s played, {_projector.Underruns} underruns");
        Console.WriteLine($"listeners  {stillThere} of {listeners} still connected, {(double)_chunksHeard / listeners:0.0} pieces each");
    }

    private static string Times(List<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return $"{sorted.Length} calls, p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, worst {At(1):0.0} ms";
    }
}
