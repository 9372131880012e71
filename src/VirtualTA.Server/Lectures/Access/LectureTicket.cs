using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>What a token says.</summary>
/// <param name="Room">The one room it is good for.</param>
/// <param name="Role">What its bearer may do there.</param>
/// <param name="Member">Key of the bearer in the room.</param>
/// <param name="Generation">Count of revocations of the role when it was made.</param>
/// <param name="ExpiresAt">When it ends, in seconds since 1970.</param>
internal sealed record LectureTicket(string Room, LectureRole Role, string Member, int Generation, long ExpiresAt);
