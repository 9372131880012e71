using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>Something that happened in a turn, as sent to clients. The TypeScript twin is <c>web/src/hub/events.ts</c>.</summary>
/// <param name="Turn">Number of the turn in its conversation, from 1.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PartialTranscriptEvent), "partialTranscript")]
[JsonDerivedType(typeof(FinalTranscriptEvent), "finalTranscript")]
[JsonDerivedType(typeof(ThinkingEvent), "thinking")]
[JsonDerivedType(typeof(AnswerDeltaEvent), "answerDelta")]
[JsonDerivedType(typeof(CitationEvent), "citation")]
[JsonDerivedType(typeof(AudioChunkEvent), "audioChunk")]
[JsonDerivedType(typeof(NoticeEvent), "notice")]
[JsonDerivedType(typeof(LatencyEvent), "latency")]
[JsonDerivedType(typeof(TurnEndedEvent), "turnEnded")]
[JsonDerivedType(typeof(ListeningEvent), "listening")]
[JsonDerivedType(typeof(OverlapEvent), "overlap")]
public abstract record TurnEvent(int Turn);

/// <summary>What has been understood so far.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Text">The words so far.</param>
public sealed record PartialTranscriptEvent(int Turn, string Text) : TurnEvent(Turn);

/// <summary>The question as understood.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Text">The question in words.</param>
/// <param name="Confidence">From 0 to 1; 1 for typed text.</param>
public sealed record FinalTranscriptEvent(int Turn, string Text, double Confidence) : TurnEvent(Turn);

/// <summary>The answer is being looked for.</summary>
/// <param name="Turn">Turn number.</param>
public sealed record ThinkingEvent(int Turn) : TurnEvent(Turn);

/// <summary>More of the answer's text.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Text">Text to append on the screen.</param>
/// <param name="Spoken">What the voice says for it.</param>
public sealed record AnswerDeltaEvent(int Turn, string Text, string Spoken) : TurnEvent(Turn);

/// <summary>The source of text sent before.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Citation">The source.</param>
public sealed record CitationEvent(int Turn, Citation Citation) : TurnEvent(Turn);

/// <summary>A piece of the answer's sound.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Chunk">Number of the chunk in the turn, from 0, without gaps.</param>
/// <param name="FirstSample">Index of the chunk's first sample in the turn's audio.</param>
/// <param name="Pcm">Mono 16-bit little-endian PCM at 16 kHz; base64 in JSON.</param>
/// <param name="Words">Words whose times became known with the chunk.</param>
public sealed record AudioChunkEvent(int Turn, int Chunk, long FirstSample, byte[] Pcm, IReadOnlyList<SpokenWord> Words)
    : TurnEvent(Turn);

/// <summary>A spoken word on the turn's sample clock.</summary>
/// <param name="Word">The word.</param>
/// <param name="StartSample">Its first sample in the turn's audio.</param>
/// <param name="EndSample">The sample after its last.</param>
/// <param name="TextStart">Index of its first character in the spoken text of the turn.</param>
public sealed record SpokenWord(string Word, long StartSample, long EndSample, int TextStart);

/// <summary>Something the person should know.</summary>
/// <param name="Turn">Turn number; 0 where no turn was begun.</param>
/// <param name="Code">A constant of <see cref="NoticeCodes"/>.</param>
/// <param name="Message">What happened and what to do, for people.</param>
public sealed record NoticeEvent(int Turn, string Code, string Message) : TurnEvent(Turn);

/// <summary>Where the time of the turn went; sent at first audio and once more at the end.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="StagesMs">Milliseconds from the start of the turn to each stage reached, keyed by stage in camelCase.</param>
/// <param name="Rules">Rules that fired to keep the turn in time.</param>
public sealed record LatencyEvent(int Turn, IReadOnlyDictionary<string, double> StagesMs, IReadOnlyList<string> Rules)
    : TurnEvent(Turn);

/// <summary>The turn is over; the last event of every turn.</summary>
/// <param name="Turn">Turn number.</param>
/// <param name="Reason">How it ended.</param>
public sealed record TurnEndedEvent(int Turn, TurnEndReason Reason) : TurnEvent(Turn);

/// <summary>Speech began or ended at the open microphone.</summary>
/// <param name="Turn">Number that the turn will have if the speech is a question.</param>
/// <param name="IsSpeaking">Whether somebody speaks now.</param>
public sealed record ListeningEvent(int Turn, bool IsSpeaking) : TurnEvent(Turn);

/// <summary>Somebody speaks over an answer. An interruption ends the turn; anything else lets it go on.</summary>
/// <param name="Turn">Number of the answer's turn.</param>
/// <param name="State">What its sound must do.</param>
public sealed record OverlapEvent(int Turn, OverlapState State) : TurnEvent(Turn);

/// <summary>What the sound of an answer does while somebody speaks over it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OverlapState>))]
public enum OverlapState
{
    /// <summary>Mute it, at once.</summary>
    [JsonStringEnumMemberName("ducked")]
    Ducked,

    /// <summary>Go on where it was muted.</summary>
    [JsonStringEnumMemberName("resumed")]
    Resumed,
}

/// <summary>How a turn ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnEndReason>))]
public enum TurnEndReason
{
    /// <summary>The question was answered.</summary>
    [JsonStringEnumMemberName("answered")]
    Answered,

    /// <summary>The course does not answer the question, and the TA said so.</summary>
    [JsonStringEnumMemberName("abstained")]
    Abstained,

    /// <summary>Answered by simpler means than configured, or without sound.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>The person stopped the answer or spoke over it.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>The person left.</summary>
    [JsonStringEnumMemberName("abandoned")]
    Abandoned,

    /// <summary>The question could not be used; a notice says why.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>A stage failed; a notice says which.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
