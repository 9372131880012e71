using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Latency;

/// <summary>One figure of the latency budget: from one stage of a turn to another.</summary>
/// <param name="Name">Its name, below <c>virtualta.turn.</c>.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record TurnSpan(string Name, TurnStage From, TurnStage To);

/// <summary>The latency budget of a turn, as far as the server alone can measure it.</summary>
internal static class TurnStages
{
    public const string Prefix = "virtualta.turn.";

    public static IReadOnlyList<TurnSpan> Spans { get; } =
    [
        new("end_of_turn", TurnStage.SpeechEnded, TurnStage.TurnCommitted),
        new("transcription", TurnStage.SpeechEnded, TurnStage.TranscriptReady),
        new("retrieval", TurnStage.RetrievalStarted, TurnStage.SourcesReady),
        new("first_token", TurnStage.SourcesReady, TurnStage.FirstToken),
        new("first_phrase", TurnStage.FirstToken, TurnStage.FirstPhrase),
        new("first_audio", TurnStage.FirstPhrase, TurnStage.FirstAudio),
    ];
}
