using System.Text.Json.Serialization;

namespace VirtualTA.Core.Lectures;

/// <summary>What a person or screen may do in a room.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LectureRole>))]
public enum LectureRole
{
    /// <summary>Asks, votes and listens.</summary>
    Student,

    /// <summary>Shows and plays to the whole hall.</summary>
    Projector,

    /// <summary>Is in command.</summary>
    Lecturer,
}
