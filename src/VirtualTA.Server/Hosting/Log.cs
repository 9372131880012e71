using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Hosting;

/// <summary>Everything the server writes to its log. Words of people appear at Trace only, sound never.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Recogniser: {Name}.")]
    public static partial void RecognizerChosen(this ILogger logger, string name);

    [LoggerMessage(2, LogLevel.Warning, "No recogniser: spoken questions are refused. {Remedy}")]
    public static partial void RecognizerMissing(this ILogger logger, string remedy);

    [LoggerMessage(3, LogLevel.Information, "Voice: {Name} with {Voices} voices.")]
    public static partial void SynthesizerChosen(this ILogger logger, string name, int voices);

    [LoggerMessage(4, LogLevel.Warning, "No voice: answers are in writing only. {Remedy}")]
    public static partial void SynthesizerMissing(this ILogger logger, string remedy);

    [LoggerMessage(5, LogLevel.Information, "Answerer: {Name}. Courses: {Courses}.")]
    public static partial void AnswererChosen(this ILogger logger, string name, string courses);

    [LoggerMessage(6, LogLevel.Warning, "The pages are missing at {Directory}: the hub works, the browser sees a hint. Build the web project.")]
    public static partial void PagesMissing(this ILogger logger, string directory);

    [LoggerMessage(7, LogLevel.Warning, "Passed over: {Fault} The next best is used.")]
    public static partial void EngineRefused(this ILogger logger, string fault);

    [LoggerMessage(10, LogLevel.Information, "Turn {Conversation}/{Turn} {Reason} after {Milliseconds} ms; first sound after {FirstAudio} ms.")]
    public static partial void TurnOver(
        this ILogger logger, string conversation, int turn, TurnEndReason reason, double? milliseconds, double? firstAudio);

    [LoggerMessage(11, LogLevel.Error, "Turn {Conversation}/{Turn} failed in a stage.")]
    public static partial void TurnFailed(this ILogger logger, Exception exception, string conversation, int turn);

    [LoggerMessage(12, LogLevel.Information, "Refused on {Connection}: {Code}.")]
    public static partial void Refused(this ILogger logger, string connection, string code);

    [LoggerMessage(13, LogLevel.Error, "A call on {Connection} failed outside a turn.")]
    public static partial void CallFailed(this ILogger logger, Exception exception, string connection);

    [LoggerMessage(14, LogLevel.Trace, "Asked on {Connection}: {Question}")]
    public static partial void Asked(this ILogger logger, string connection, string question);

    [LoggerMessage(15, LogLevel.Warning, "The apology of a full server could not be spoken; refusals are in writing only.")]
    public static partial void ApologyUnspoken(this ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Error, "A failure that nobody looked at.")]
    public static partial void Unobserved(this ILogger logger, Exception exception);

    [LoggerMessage(17, LogLevel.Information, "Spans and instruments go to {Endpoint} by {Protocol}.")]
    public static partial void TelemetrySent(this ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(18, LogLevel.Warning, "Spans and instruments do not arrive at {Endpoint}; this is said once. {Details}")]
    public static partial void TelemetryLost(this ILogger logger, Uri endpoint, string details);

    [LoggerMessage(19, LogLevel.Information, "Voices are prepared: {Milliseconds} ms, done {SinceStart} ms after the program's start.")]
    public static partial void VoicesPrepared(this ILogger logger, long milliseconds, long sinceStart);

    [LoggerMessage(22, LogLevel.Warning, "Voices could not be prepared; the first sound of some will come later.")]
    public static partial void VoicesUnprepared(this ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Information, "Shutting down: {Turns} turns are still running.")]
    public static partial void Draining(this ILogger logger, int turns);

    [LoggerMessage(21, LogLevel.Warning, "Shutting down although {Turns} turns are still running.")]
    public static partial void DrainGaveUp(this ILogger logger, int turns);
}
