namespace VirtualTA.Core.Lectures;

/// <summary>Stable codes of what a lecture room refuses or announces, beside those of <see cref="Contracts.NoticeCodes"/>. Never renamed.</summary>
public static class LectureCodes
{
    /// <summary>No such room, or it has been deleted.</summary>
    public const string RoomUnknown = "room-unknown";

    /// <summary>The room is closed: it may be read and exported, not changed.</summary>
    public const string RoomClosed = "room-closed";

    /// <summary>The server has no place for another room, or the room none for another person.</summary>
    public const string RoomFull = "room-full";

    /// <summary>The journal of the room is damaged or cannot be written.</summary>
    public const string StorageFailed = "storage-failed";

    /// <summary>The call needs a token that is valid for this room.</summary>
    public const string TokenInvalid = "token-invalid";

    /// <summary>The token was revoked, or the person removed.</summary>
    public const string TokenRevoked = "token-revoked";

    /// <summary>The token's role may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Rules of a room are out of range.</summary>
    public const string RulesInvalid = "rules-invalid";

    /// <summary>No such question in this room.</summary>
    public const string QuestionUnknown = "question-unknown";

    /// <summary>The question is in a state in which this cannot be done.</summary>
    public const string QuestionState = "question-state";

    /// <summary>The question contains a word that the lecturer banned.</summary>
    public const string WordBanned = "word-banned";

    /// <summary>Too many questions or calls in a short time.</summary>
    public const string TooFast = "too-fast";

    /// <summary>No such answer in this room.</summary>
    public const string AnswerUnknown = "answer-unknown";

    /// <summary>Another answer is being given.</summary>
    public const string Busy = "busy";

    /// <summary>The lecturer has silenced the assistant.</summary>
    public const string Paused = "paused";

    /// <summary>Private answers are switched off in this room.</summary>
    public const string PrivateOff = "private-off";

    /// <summary>This device cannot follow the sound; the writing goes on.</summary>
    public const string SoundDropped = "sound-dropped";

    /// <summary>A field of the call is missing or out of range.</summary>
    public const string InputInvalid = "input-invalid";

    /// <summary>An uploaded file cannot be taken.</summary>
    public const string FileRefused = "file-refused";
}
