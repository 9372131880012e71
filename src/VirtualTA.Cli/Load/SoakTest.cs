using System.Diagnostics;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>A question of a soak: typed, or spoken if there is a recording.</summary>
/// <param name="Name">What tells it from others.</param>
/// <param name="Text">Its words, if it is typed.</param>
/// <param name="Spoken">Its sound, if it is spoken.</param>
internal sealed record SoakQuestion(string Name, string? Text, SpokenQuestion? Spoken)
{
    public static IReadOnlyList<SoakQuestion> Typed { get; } =
    [
        .. new[]
        {
            "What is a vocoder?", "What is residual vector quantization?", "Explain the mel scale.", "What is a neural codec?", "How is speech sampled?",
            "What does a speaker encoder do?", "What is prosody?", "Why is streaming hard?",
        }.Select(static text => new SoakQuestion(text, text, null)),
    ];
}

/// <summary>How a long run went.</summary>
/// <param name="Turns">Questions asked.</param>
/// <param name="Words">Words spoken in all answers.</param>
/// <param name="Errors">What went wrong, by its name.</param>
/// <param name="Different">Answers unlike the first one to their question, in what was understood, written or spoken.</param>
/// <param name="LostWords">Spoken words that the first answer to a question had and a later one had not.</param>
/// <param name="ClientExceptions">Exceptions in this program that nobody looked at.</param>
/// <param name="ServerMegabytes">Working set of the server after each tenth of the turns; empty if it was not watched.</param>
internal sealed record SoakReport(
    int Turns, int Words, IReadOnlyDictionary<string, int> Errors, int Different, int LostWords, int ClientExceptions, IReadOnlyList<double> ServerMegabytes)
{
    public bool IsGood => Turns > 0 && Errors.Count == 0 && Different == 0 && LostWords == 0 && ClientExceptions == 0;

    public string ToText() =>
        $"{Turns} turns, {Words} words: {Errors.Values.Sum()} errors{(Errors.Count == 0 ? "" : $" ({string.Join(", ", Errors.Select(static one => $"{one.Key} {one.Value}"))})")}, "
        + $"{Different} unlike the first answer to their question, {LostWords} words lost, {ClientExceptions} exceptions that nobody looked at"
        + (ServerMegabytes.Count == 0 ? "." : $"; memory of the server in MB: {string.Join(", ", ServerMegabytes)}.");
}

/// <summary>Asks for a long time, and compares every answer with the first one to its question.</summary>
internal sealed class SoakTest(Uri server, string? course, IReadOnlyList<SoakQuestion> questions, int? serverProcess, TimeProvider time, Action<string> progress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WholeAnswer> _first = [];
    private readonly Dictionary<string, int> _errors = [];
    private readonly List<double> _megabytes = [];
    private int _begun;
    private int _turns;
    private int _words;
    private int _different;
    private int _lostWords;
    private int _exceptions;

    /// <summary>Runs until so many turns are over, or the time is.</summary>
    /// <param name="turns">Most turns.</param>
    /// <param name="clients">Conversations at the same time, each beginning with another question.</param>
    /// <param name="length">Time after which no further question is asked.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<SoakReport> RunAsync(int turns, int clients, TimeSpan length, CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            var begin = time.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, clients).Select(client => AskAllAsync(client, turns, () => time.GetElapsedTime(begin) < length, cancellationToken)));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        return new SoakReport(_turns, _words, _errors, _different, _lostWords, _exceptions, _megabytes);
    }

    private void Count(object? sender, UnobservedTaskExceptionEventArgs unobserved) => Interlocked.Increment(ref _exceptions);

    private async Task AskAllAsync(int client, int turns, Func<bool> goesOn, CancellationToken cancellationToken)
    {
        await using var link = await HubLink.ConnectAsync(server, cancellationToken);
        var conversation = await link.OpenAsync(cancellationToken);
        for (var turn = client; Interlocked.Increment(ref _begun) <= turns; turn++)
        {
            var question = questions[turn % questions.Count];
            Add(question, await AskAsync(link, conversation, question, cancellationToken), Math.Max(1, turns / 10));
            if (!goesOn())
            {
                break;
            }
        }
    }

    private async Task<WholeAnswer> AskAsync(HubLink link, string conversation, SoakQuestion question, CancellationToken cancellationToken)
    {
        var answer = new AnswerCollector();
        var frames = question.Spoken?.SpeakAsync(time, static () => { }, cancellationToken) ?? AsyncEnumerable.Empty<string>();
        await foreach (var turnEvent in link.Ask(new HubLink.Request(conversation, course, question.Text), frames, cancellationToken))
        {
            answer.Add(turnEvent);
        }

        return answer.ToAnswer();
    }

    private void Add(SoakQuestion question, WholeAnswer answer, int step)
    {
        lock (_gate)
        {
            _turns++;
            _words += answer.Words;
            if (!LoadReport.IsAnswered(answer.Reason))
            {
                var name = answer.Code ?? answer.Reason?.ToString().ToLowerInvariant() ?? "stream-ended-early";
                _errors[name] = _errors.GetValueOrDefault(name) + 1;
            }

            var known = _first.TryAdd(question.Name, answer) ? answer : _first[question.Name];
            _different += known.IsSameAs(answer) ? 0 : 1;
            _lostWords += Math.Max(0, known.Words - answer.Words);
            if (_turns % step == 0)
            {
                Watch();
            }
        }
    }

    private void Watch()
    {
        if (serverProcess is { } id)
        {
            using var process = Process.GetProcessById(id);
            _megabytes.Add(Math.Round(process.WorkingSet64 / 1e6, 1));
        }

        progress($"{_turns} turns{(_megabytes.Count > 0 ? $", server {_megabytes[^1]:0} MB" : "")}.");
    }
}
