using System.Security.Cryptography;
using System.Text;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Storage;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>Approved answers of the courses, with their sound prepared so that they begin at once.</summary>
internal sealed class AnswerBank(
    ApprovedAnswers approved, TurnEngines engines, IApprovalLog log, LectureFolder folder, TimeProvider time, ILogger<AnswerBank> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _preparing = new(1); // one voice at a time in the background leaves room for live answers
    private readonly string _directory = Path.Combine(folder.Path, "bank");
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private Task _background = Task.CompletedTask;
    private long _followed;

    /// <summary>The decision about a question; null if there is none.</summary>
    public ApprovedAnswer? Find(string course, string question)
    {
        try
        {
            return approved.Find(course, question);
        }
        catch (UserInputException)
        {
            return null; // an unknown course has no decisions
        }
    }

    public IReadOnlyList<ApprovedAnswer> List(string course) => approved.List(course);

    /// <summary>Makes an answer the approved one. It is kept when the call completes.</summary>
    public async Task ApproveAsync(string course, string question, string text, IReadOnlyList<Citation> citations)
    {
        approved.Approve(course, question, text, citations);
        await log.AppendAsync(new ApprovalDecision(course, question, text, citations, time.GetUtcNow()), CancellationToken.None);
    }

    /// <summary>Takes over what lecturers decided at other servers. Called in turn.</summary>
    /// <returns>The decisions that were new here.</returns>
    public async Task<IReadOnlyList<ApprovalDecision>> FollowAsync(CancellationToken cancellationToken)
    {
        var taken = new List<ApprovalDecision>();
        foreach (var (number, decision) in await log.ReadAfterAsync(_followed, cancellationToken))
        {
            _followed = number;
            if (Find(decision.Course, decision.Question) is not { } known || known.DecidedAt < decision.DecidedAt)
            {
                if (TakeOver(decision))
                {
                    taken.Add(decision);
                }
            }
        }

        return taken;
    }

    public async Task<bool> ForgetAsync(string course, string question, string? voice, CancellationToken cancellationToken)
    {
        if (Find(course, question) is { IsBanned: false })
        {
            File.Delete(PathOf(course, voice, await SpokenAsync(course, question, cancellationToken)));
        }

        var isForgotten = approved.Remove(course, question);
        if (isForgotten)
        {
            await log.AppendAsync(new ApprovalDecision(course, question, null, [], time.GetUtcNow()), cancellationToken);
        }

        return isForgotten;
    }

    /// <summary>Speaks an approved answer into the bank in the background, and tells the room when it lies ready.</summary>
    public void PrepareSoon(Rooms.RoomHost host, string question) => RunSoon(() => PrepareAsync(host, question));

    /// <summary>
    /// Speaks every approved answer of a room's course that lies silent into the bank, in the background:
    /// approved on the command line, in another voice, or shortly before the server went down.
    /// </summary>
    public void PrepareAllSoon(Rooms.RoomHost host) => RunSoon(async () =>
    {
        foreach (var one in Approved(host.Settings.Course))
        {
            await PrepareAsync(host, one.Question);
        }
    });

    /// <summary>Speaks an approved answer into the bank, unless it lies there already.</summary>
    public async Task PrepareAsync(string course, string question, string? voice, CancellationToken cancellationToken)
    {
        if (engines.Synthesizer is not { } synthesizer)
        {
            return;
        }

        await _preparing.WaitAsync(cancellationToken);
        try
        {
            var spoken = await SpokenAsync(course, question, cancellationToken);
            if (FindSound(course, voice, spoken) is null)
            {
                var banked = new BankedSynthesizer(synthesizer, this, course);
                await foreach (var chunk in banked.SpeakAsync(new[] { spoken }.ToAsyncEnumerable(), new SpeechOptions(voice), cancellationToken))
                {
                    _ = chunk; // kept by the synthesiser as it goes
                }
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            logger.SoundNotPrepared(failed); // the answer is spoken live instead
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Whether the sound of an approved answer lies ready.</summary>
    public async Task<bool> IsPreparedAsync(string course, string question, string? voice, CancellationToken cancellationToken) =>
        File.Exists(PathOf(course, voice, await SpokenAsync(course, question, cancellationToken)));

    public PreparedSound? FindSound(string course, string? voice, string spoken)
    {
        var path = PathOf(course, voice, spoken);
        return File.Exists(path) ? PreparedSound.Read(path) : null;
    }

    public void KeepSound(string course, string? voice, string spoken, PreparedSound sound)
    {
        var path = PathOf(course, voice, spoken);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        sound.Write(path);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _background;
        _closing.Dispose();
        _preparing.Dispose();
    }

    private void RunSoon(Func<Task> prepare)
    {
        lock (_gate)
        {
            var task = Task.Run(RunAsync);
            _background = _background.IsCompleted ? task : Task.WhenAll(_background, task);
        }

        async Task RunAsync()
        {
            try
            {
                await prepare();
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                // The server goes; what is missing is prepared when the room is next opened.
            }
            catch (Exception failed)
            {
                logger.SoundNotPrepared(failed);
            }
        }
    }

    private async Task PrepareAsync(Rooms.RoomHost host, string question)
    {
        await PrepareAsync(host.Settings.Course, question, host.Settings.Voice, _closing.Token);
        host.BankChanged();
    }

    private List<ApprovedAnswer> Approved(string course)
    {
        try
        {
            return [.. approved.List(course).Where(one => !one.IsBanned)];
        }
        catch (UserInputException)
        {
            return []; // the course has been removed
        }
    }

    private bool TakeOver(ApprovalDecision decision)
    {
        try
        {
            if (decision.Answer is null)
            {
                return approved.Remove(decision.Course, decision.Question);
            }

            approved.Approve(decision.Course, decision.Question, decision.Answer, decision.Citations);
            return true;
        }
        catch (UserInputException)
        {
            return false; // a course that this server does not have
        }
    }

    // The answerer knows how an approved answer is said aloud.
    private async Task<string> SpokenAsync(string course, string question, CancellationToken cancellationToken) =>
        (await DraftedAnswer.MakeAsync(engines.Answerer, new Question(question, course), cancellationToken)).Spoken;

    private string PathOf(string course, string? voice, string spoken)
    {
        var key = JournalLine.Checksum(Encoding.UTF8.GetBytes($"{engines.Synthesizer?.Name}\n{voice}\n{spoken}"));
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(course)).AsSpan(0, 6));
        return Path.Combine(_directory, folder, key + ".sound");
    }
}
