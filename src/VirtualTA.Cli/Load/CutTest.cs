using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>How cut connections were resumed.</summary>
/// <param name="Cuts">Connections cut in mid-answer.</param>
/// <param name="Exact">Those after which the whole answer was the same as without a cut, sample for sample.</param>
internal sealed record CutReport(int Cuts, int Exact)
{
    public bool IsGood => Exact == Cuts;

    public string ToText() => $"{Exact} of {Cuts} cut connections resumed sample for sample.";
}

/// <summary>Cuts connections in mid-answer and compares what is heard in the end with an answer that was not cut.</summary>
internal sealed class CutTest(Uri server, string? course, Action<string> progress)
{
    private const int FirstCut = 2;

    public async Task<CutReport> RunAsync(int cuts, CancellationToken cancellationToken)
    {
        var exact = 0;
        for (var cut = 0; cut < cuts; cut++)
        {
            var question = SoakQuestion.Typed[cut % SoakQuestion.Typed.Count].Text!;
            var whole = await AskAsync(question, cancellationToken);
            var resumed = await AskAndBeCutAsync(question, FirstCut + cut, cancellationToken);
            var isExact = whole.Sound.Length > 0 && whole.IsSameAs(resumed);
            exact += isExact ? 1 : 0;
            progress($"{question} cut after {FirstCut + cut} chunks: {(isExact ? "exact" : "DIFFERENT")}, {resumed.Sound.Length / sizeof(short)} of {whole.Sound.Length / sizeof(short)} samples.");
        }

        return new CutReport(cuts, exact);
    }

    private async Task<WholeAnswer> AskAsync(string question, CancellationToken cancellationToken)
    {
        var answer = new AnswerCollector();
        await using var link = await HubLink.ConnectAsync(server, cancellationToken);
        var conversation = await link.OpenAsync(cancellationToken);
        await foreach (var turnEvent in link.Ask(new HubLink.Request(conversation, course, question), AsyncEnumerable.Empty<string>(), cancellationToken))
        {
            answer.Add(turnEvent);
        }

        return answer.ToAnswer();
    }

    private async Task<WholeAnswer> AskAndBeCutAsync(string question, int chunks, CancellationToken cancellationToken)
    {
        var answer = new AnswerCollector();
        string conversation;
        await using (var link = await HubLink.ConnectAsync(server, cancellationToken))
        {
            conversation = await link.OpenAsync(cancellationToken);
            try
            {
                await foreach (var turnEvent in link.Ask(new HubLink.Request(conversation, course, question), AsyncEnumerable.Empty<string>(), cancellationToken))
                {
                    answer.Add(turnEvent);
                    if (answer.Chunks == chunks)
                    {
                        link.Cut();
                        break;
                    }
                }
            }
            catch (Exception exception) when (exception is not InvalidDataException && !cancellationToken.IsCancellationRequested)
            {
                // the cut itself
            }
        }

        await using var again = await HubLink.ConnectAsync(server, cancellationToken);
        answer.ForgetText();
        await foreach (var turnEvent in again.Resume(conversation, 1, answer.Chunks, cancellationToken))
        {
            answer.Add(turnEvent);
        }

        return answer.ToAnswer();
    }
}
