using System.Text.Json.Serialization;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Lectures.Servers;

/// <summary>What a server tells the others that serve the same rooms. Signals may get lost; what matters lies in the store and is read again.</summary>
/// <param name="Room">The room that it is about; empty for all.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RecordsKept), "kept")]
[JsonDerivedType(typeof(RoomDropped), "dropped")]
[JsonDerivedType(typeof(AnswerStepped), "step")]
[JsonDerivedType(typeof(AnswerHeard), "heard")]
[JsonDerivedType(typeof(AnswerUnwanted), "unwanted")]
[JsonDerivedType(typeof(AudienceCounted), "audience")]
[JsonDerivedType(typeof(ApprovalsChanged), "approvals")]
[JsonDerivedType(typeof(ServerThere), "there")]
internal abstract record LectureSignal(string Room);

/// <summary>The room has grown to a version.</summary>
internal sealed record RecordsKept(string Room, long Version) : LectureSignal(Room);

/// <summary>The room was deleted.</summary>
internal sealed record RoomDropped(string Room) : LectureSignal(Room);

/// <summary>The answer that the sender gives went on.</summary>
/// <param name="Room">The room.</param>
/// <param name="Answer">Number of the answer.</param>
/// <param name="Step">Number of the step, from 0 without gaps.</param>
/// <param name="Event">The step; kept for the others to read.</param>
internal sealed record AnswerStepped(string Room, int Answer, int Step, [property: JsonIgnore] TurnEvent? Event = null) : LectureSignal(Room);

/// <summary>A projector has played this much.</summary>
internal sealed record AnswerHeard(string Room, int Answer, long Sample, bool IsOver) : LectureSignal(Room);

/// <summary>Whoever gives this answer is to stop.</summary>
internal sealed record AnswerUnwanted(string Room, int Answer) : LectureSignal(Room);

/// <summary>Devices that the sender has in the room.</summary>
internal sealed record AudienceCounted(string Room, int Students, int Listeners, int Projectors) : LectureSignal(Room);

/// <summary>There are new decisions about answers.</summary>
internal sealed record ApprovalsChanged() : LectureSignal("");

/// <summary>The sender is alive.</summary>
internal sealed record ServerThere() : LectureSignal("");

/// <summary>Signals may have been missed; never sent.</summary>
internal sealed record LinkRestored() : LectureSignal("");

/// <summary>A signal and who sent it.</summary>
internal sealed record ServerSignal(string Server, LectureSignal Signal);
