using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Engines;

namespace VirtualTA.Server.Hosting;

/// <summary>What the page shows about the server before the first question.</summary>
internal sealed record ServerStatus(
    EngineStatus Recognizer,
    EngineStatus Synthesizer,
    AnswererStatus Answerer,
    IReadOnlyList<VoiceDescription> Voices,
    IReadOnlyList<CourseDescription> Courses,
    ServerLimits Limits);

/// <param name="Name">Engine in use; <c>none</c> if there is none.</param>
/// <param name="Available">Whether there is one.</param>
/// <param name="Remedy">What to do if not; null otherwise.</param>
/// <param name="Refused">Why better engines are not in use: damaged or unreadable files.</param>
/// <param name="Reason">Why this engine and not another; null if there is none, or if refusals tell.</param>
internal sealed record EngineStatus(string Name, bool Available, string? Remedy, IReadOnlyList<string> Refused, string? Reason);

/// <param name="Name">Answerer in use.</param>
internal sealed record AnswererStatus(string Name);

/// <param name="MinimumSpeechSeconds">Shortest question by voice.</param>
/// <param name="MaximumSpeechSeconds">Longest question by voice.</param>
/// <param name="MaximumQuestionLength">Longest typed question, in characters.</param>
/// <param name="SampleRate">Sample rate of frames up and down, in hertz.</param>
/// <param name="ResumeSeconds">How long a lost connection may take to come back.</param>
internal sealed record ServerLimits(
    double MinimumSpeechSeconds, double MaximumSpeechSeconds, int MaximumQuestionLength, int SampleRate, double ResumeSeconds);

internal static class StatusEndpoints
{
    public static void MapStatus(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet(
            "/api/status",
            (EngineChoice<ISpeechRecognizer> recognizer,
             EngineChoice<ISpeechSynthesizer> synthesizer,
             IAnswerer answerer,
             ICourseLibrary courses,
             IOptions<TurnOptions> turn,
             IOptions<ConversationOptions> conversation) => new ServerStatus(
                new EngineStatus(recognizer.Engine?.Name ?? "none", recognizer.Engine is not null, recognizer.Remedy, recognizer.Refused, recognizer.Reason),
                new EngineStatus(synthesizer.Engine?.Name ?? "none", synthesizer.Engine is not null, synthesizer.Remedy, synthesizer.Refused, synthesizer.Reason),
                new AnswererStatus(answerer.Name),
                synthesizer.Engine?.Voices ?? [],
                courses.Courses,
                new ServerLimits(
                    turn.Value.MinimumSpeech.TotalSeconds,
                    turn.Value.MaximumSpeech.TotalSeconds,
                    turn.Value.MaximumQuestionLength,
                    AudioFrame.SampleRate,
                    conversation.Value.DetachedLifetime.TotalSeconds)));
    }
}
