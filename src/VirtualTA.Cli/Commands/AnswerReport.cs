using System.Runtime.InteropServices;
using System.Text;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Recordings;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Commands;

/// <summary>Collects what happens in a turn; without <c>--json</c> shows it as it happens.</summary>
internal sealed class AnswerReport(CommandContext context, SpeechFile? file)
{
    private readonly StringBuilder _answer = new();
    private readonly List<Citation> _citations = [];
    private NoticeEvent? _lastNotice;
    private string _question = "";
    private TurnEndReason _reason = TurnEndReason.Abandoned;

    public void Add(TurnEvent step)
    {
        switch (step)
        {
            case FinalTranscriptEvent transcript:
                _question = transcript.Text;
                Show($"Question: {transcript.Text}\n\n");
                break;
            case AnswerDeltaEvent delta:
                _answer.Append(delta.Text);
                Show(delta.Text);
                break;
            case CitationEvent cited:
                _citations.Add(cited.Citation);
                break;
            case AudioChunkEvent audio:
                file?.Append(MemoryMarshal.Cast<byte, short>(audio.Pcm));
                break;
            case NoticeEvent notice:
                _lastNotice = notice;
                break;
            case TurnEndedEvent ended:
                _reason = ended.Reason;
                break;
        }
    }

    /// <exception cref="UserInputException">The question cannot be answered as it was asked.</exception>
    /// <exception cref="CommandFailedException">An engine is missing or failed.</exception>
    public void ThrowIfUnanswered(Exception? failure)
    {
        if (_reason is not (TurnEndReason.Rejected or TurnEndReason.Failed) || _lastNotice is null)
        {
            return;
        }

        throw _reason == TurnEndReason.Rejected && _lastNotice.Code != NoticeCodes.RecognizerMissing
            ? new UserInputException(_lastNotice.Code, _lastNotice.Message)
            : new CommandFailedException(_lastNotice.Code, _lastNotice.Message, failure);
    }

    /// <summary>Gives the sound its file and writes the result. A written answer counts although the voice failed.</summary>
    public void Complete(string course, string path, TurnTimeline timeline)
    {
        if (_lastNotice is not null)
        {
            context.WriteNotice($"virtualta: {_lastNotice.Message}");
        }

        var spoken = file is { Samples: > 0 } && _lastNotice?.Code != NoticeCodes.SpeechFailed;
        if (spoken)
        {
            file!.Complete();
        }

        var times = timeline.ToMilliseconds().ToDictionary(stage => stage.Key + "Ms", stage => stage.Value);
        var result = new Result(
            _question,
            _answer.ToString().Trim(),
            [.. _citations.Select(citation => new CitedSource(citation.Number, citation.Source, citation.Locator, citation.Quote))],
            spoken ? path : null,
            spoken ? file!.Seconds : null,
            course,
            _reason.ToString().ToLowerInvariant(),
            times);
        context.WriteResult(result, Ending);
    }

    private static string Ending(Result result)
    {
        var text = new StringBuilder("\n");
        foreach (var source in result.Citations.DistinctBy(citation => citation.Number))
        {
            text.Append('\n').Append($"[{source.Number}] {source.Source}, {source.Locator}");
        }

        if (result.Audio is not null)
        {
            text.Append('\n').Append($"Spoken in {result.Audio} ({result.AudioSeconds:0.0} s).");
        }

        return text.ToString();
    }

    private void Show(string text)
    {
        if (!context.Json)
        {
            context.Output.Write(text);
            context.Output.Flush();
        }
    }

    private sealed record Result(
        string Question,
        string Answer,
        IReadOnlyList<CitedSource> Citations,
        string? Audio,
        double? AudioSeconds,
        string Course,
        string Outcome,
        IReadOnlyDictionary<string, double> Timeline);

    private sealed record CitedSource(int Number, string Source, string Locator, string Quote);
}
