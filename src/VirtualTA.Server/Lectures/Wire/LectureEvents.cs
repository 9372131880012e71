using System.Text.Json.Serialization;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Lectures.Wire;

/// <summary>Something that the devices of a room are told.</summary>
/// <param name="Type">Name on the wire.</param>
internal abstract record LectureEvent(string Type);

/// <summary>Everything; replaces what the device knew.</summary>
internal sealed record SnapshotEvent(
    RoomView Room, MemberView Me, IReadOnlyList<QuestionView> Questions, IReadOnlyList<AnswerView> Answers, CurrentAnswer? Current)
    : LectureEvent("snapshot");

/// <summary>The room changed.</summary>
internal sealed record RoomEvent(RoomView Room) : LectureEvent("room");

/// <summary>Questions changed, or are not for this device any more.</summary>
internal sealed record QuestionsEvent(IReadOnlyList<QuestionView> Changed, IReadOnlyList<int> Removed) : LectureEvent("questions");

/// <summary>An answer began, ended or was corrected.</summary>
internal sealed record AnswerEvent(AnswerView Answer) : LectureEvent("answer");

/// <summary>A step of an answer.</summary>
/// <param name="Answer">Number of the answer.</param>
/// <param name="IsPrivate">Whether it is for this device alone.</param>
/// <param name="Event">A <see cref="TurnEvent"/>, written by its own type.</param>
/// <param name="Opus">The sound of a chunk as packets of 20 ms, in place of its PCM.</param>
internal sealed record AnswerTurnEvent(
    int Answer,
    bool IsPrivate,
    object Event,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<byte[]>? Opus = null) : LectureEvent("turn");

/// <summary>What the projector has played.</summary>
internal sealed record PositionEvent(int Answer, long Sample) : LectureEvent("position");

/// <summary>Something the person at this device should know.</summary>
internal sealed record LectureNotice(string Code, string Message) : LectureEvent("notice");

/// <summary>The device is not in the room any more.</summary>
internal sealed record RemovedEvent(string Code, string Message) : LectureEvent("removed");
