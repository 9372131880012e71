using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Server.Lectures.Storage;

/// <summary>Keeps rooms.</summary>
internal interface ILectureStore
{
    /// <summary>Makes sure that rooms can be kept, before anybody is let in.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>What every kept room was opened with; a room that cannot be read is left out and reported to the log.</summary>
    Task<IReadOnlyList<LectureSettings>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A room as it was last kept.</summary>
    /// <exception cref="UserInputException">There is none, or it is damaged.</exception>
    Task<LectureRoom> LoadAsync(string room, CancellationToken cancellationToken);

    /// <summary>Keeps records; they survive everything once the task completes.</summary>
    /// <param name="room">The room with the records applied already.</param>
    /// <param name="records">The last records of the room, in order.</param>
    /// <param name="cancellationToken">Gives up waiting; the records may be kept nevertheless.</param>
    /// <exception cref="LectureConflictException">Somebody else has kept records meanwhile; nothing was kept.</exception>
    /// <exception cref="IOException">They cannot be kept; nothing was.</exception>
    Task AppendAsync(LectureRoom room, IReadOnlyList<LectureRecord> records, CancellationToken cancellationToken);

    /// <summary>The records of a room behind a version, which other servers kept; null if it is too old to go on from.</summary>
    Task<IReadOnlyList<LectureRecord>?> ReadAfterAsync(string room, long version, CancellationToken cancellationToken);

    /// <summary>Deletes everything about a room.</summary>
    Task DeleteAsync(string room, CancellationToken cancellationToken);
}

/// <summary>Another server has changed the room: load it again and decide anew.</summary>
internal sealed class LectureConflictException() : Exception("The room was changed by another server.");
