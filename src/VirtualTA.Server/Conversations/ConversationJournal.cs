using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Conversations;

/// <summary>Says at the start what the server runs on, and after each turn how it went.</summary>
internal sealed class ConversationJournal(
    ConversationRegistry conversations,
    EngineChoice<ISpeechRecognizer> recognizer,
    EngineChoice<ISpeechSynthesizer> synthesizer,
    IAnswerer answerer,
    ICourseLibrary courses,
    ILogger<ConversationJournal> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        SayEngines();
        conversations.TurnOver += Write;
        TaskScheduler.UnobservedTaskException += WriteUnobserved;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        conversations.TurnOver -= Write;
        TaskScheduler.UnobservedTaskException -= WriteUnobserved;
        return Task.CompletedTask;
    }

    private void SayEngines()
    {
        foreach (var fault in recognizer.Refused.Concat(synthesizer.Refused))
        {
            logger.EngineRefused(fault);
        }

        if (recognizer.Engine is { } hears)
        {
            logger.RecognizerChosen(hears.Name);
        }
        else
        {
            logger.RecognizerMissing(recognizer.Remedy ?? "");
        }

        if (synthesizer.Engine is { } speaks)
        {
            logger.SynthesizerChosen(speaks.Name, speaks.Voices.Count);
        }
        else
        {
            logger.SynthesizerMissing(synthesizer.Remedy ?? "");
        }

        logger.AnswererChosen(answerer.Name, string.Join(", ", courses.Courses.Select(course => course.Name)));
    }

    private void WriteUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => logger.Unobserved(unobserved.Exception);

    private void Write(TurnRecord turn)
    {
        logger.TurnOver(
            turn.Conversation,
            turn.Number,
            turn.Reason,
            turn.Timeline.At(TurnStage.Ended)?.TotalMilliseconds,
            turn.Timeline.At(TurnStage.FirstAudio)?.TotalMilliseconds);
        if (turn.Failure is { } failure)
        {
            logger.TurnFailed(failure, turn.Conversation, turn.Number);
        }
    }
}
