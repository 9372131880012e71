using System.Text.Json.Serialization;

namespace VirtualTA.Core.Lectures.Queue;

/// <summary>Where a question is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QuestionStatus>))]
public enum QuestionStatus
{
    /// <summary>Only the lecturer and those who asked it see it.</summary>
    Pending,

    /// <summary>In the queue.</summary>
    Open,

    /// <summary>Being answered now.</summary>
    Answering,

    /// <summary>Answered, by the assistant or the lecturer.</summary>
    Answered,

    /// <summary>The lecturer answers it in person.</summary>
    Taken,

    /// <summary>Will not be answered; the reason is shown.</summary>
    Dismissed,

    /// <summary>Taken back by the student.</summary>
    Withdrawn,

    /// <summary>Counted with another question.</summary>
    Merged,
}
