namespace VirtualTA.Server.Lectures;

/// <summary>What lecture rooms write to the log. Words of people appear at Trace only.</summary>
internal static partial class LectureLog
{
    [LoggerMessage(40, LogLevel.Error, "The lecture room {Room} cannot be read and is left out.")]
    public static partial void RoomUnreadable(this ILogger logger, Exception exception, string room);

    [LoggerMessage(41, LogLevel.Error, "The lecture room {Room} could not keep its records.")]
    public static partial void RecordsNotKept(this ILogger logger, Exception exception, string room);

    [LoggerMessage(42, LogLevel.Error, "A call of {Method} failed.")]
    public static partial void CallFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(43, LogLevel.Error, "Answer {Room}/{Answer} failed.")]
    public static partial void AnswerFailed(this ILogger logger, Exception exception, string room, int answer);

    [LoggerMessage(44, LogLevel.Warning, "The sound of an approved answer could not be prepared.")]
    public static partial void SoundNotPrepared(this ILogger logger, Exception exception);

    [LoggerMessage(45, LogLevel.Information, "Lecture room {Room} opened for the course {Course}.")]
    public static partial void RoomOpened(this ILogger logger, string room, string course);

    [LoggerMessage(46, LogLevel.Information, "Lecture room {Room} deleted.")]
    public static partial void RoomDeleted(this ILogger logger, string room);

    [LoggerMessage(47, LogLevel.Error, "The care for lecture rooms failed; it is tried again.")]
    public static partial void CareFailed(this ILogger logger, Exception exception);

    [LoggerMessage(48, LogLevel.Error, "Automatic answering failed in the room {Room}.")]
    public static partial void AutomaticFailed(this ILogger logger, Exception exception, string room);

    [LoggerMessage(49, LogLevel.Warning, "The database {Database} is away and is tried again: {Reason}")]
    public static partial void DatabaseAway(this ILogger logger, string database, string reason);

    [LoggerMessage(50, LogLevel.Information, "Listening to other servers on the database {Database}.")]
    public static partial void ListeningToServers(this ILogger logger, string database);

    [LoggerMessage(51, LogLevel.Error, "The snapshot of the room {Room} could not be taken; it is tried again.")]
    public static partial void SnapshotNotTaken(this ILogger logger, Exception exception, string room);

    [LoggerMessage(52, LogLevel.Error, "What another server said about the room {Room} could not be followed.")]
    public static partial void NotFollowed(this ILogger logger, Exception exception, string room);

    [LoggerMessage(53, LogLevel.Error, "Other servers could not be told of the room {Room}.")]
    public static partial void NotTold(this ILogger logger, Exception? exception, string room);
}
