using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Who may make a call; a call without it may be made by nobody.</summary>
/// <param name="roles">The roles.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowedAttribute(params LectureRole[] roles) : Attribute
{
    public IReadOnlyList<LectureRole> Roles { get; } = roles;

    /// <summary>Whether the call is how a device gets its role in the first place.</summary>
    public bool IsEntrance { get; init; }
}
