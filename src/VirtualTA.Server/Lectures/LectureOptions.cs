using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using VirtualTA.Audio.Opus;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Server.Lectures;

/// <summary>Limits and lifetimes of lecture rooms.</summary>
internal sealed class LectureOptions
{
    /// <summary>Where rooms are kept; null for <c>lectures</c> beside the courses.</summary>
    public string? Directory { get; set; }

    /// <summary>Connection string of a PostgreSQL database that keeps rooms, for any number of servers; null keeps them in the directory of this one.</summary>
    public string? Database { get; set; }

    /// <summary>How long a call waits for a database that went away before it is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DatabasePatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What a request must show to open a room; null: only the server's own machine may.</summary>
    [MinLength(8)]
    public string? OpeningKey { get; set; }

    /// <summary>Secret that signs tokens, in base64, at least 32 bytes; null for one made at the first start and kept in the directory.</summary>
    public string? TokenKey { get; set; }

    /// <summary>How long a lecture lasts if its lecturer does not say.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "7.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(6);

    /// <summary>After how many days everything about a room is deleted if its lecturer does not say.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 30;

    /// <summary>Records of a room after which its journal is replaced by a snapshot.</summary>
    [Range(1, 1_000_000)]
    public int RecordsPerSnapshot { get; set; } = 2_000;

    /// <summary>Rooms that may be open at once.</summary>
    [Range(1, 10_000)]
    public int MaximumRooms { get; set; } = 64;

    /// <summary>Devices in one room.</summary>
    [Range(1, 100_000)]
    public int MaximumMembers { get; set; } = 3_000;

    /// <summary>Shortest time between two reports of the queue.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan QueueInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Events that may wait for a slow device before it is cut off.</summary>
    [Range(16, 65_536)]
    public int MemberBacklog { get; set; } = 512;

    /// <summary>Waiting events at which a slow device gets no more sound.</summary>
    [Range(8, 65_536)]
    public int SoundBacklog { get; set; } = 128;

    /// <summary>How far sound may run ahead of the clock.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:30")]
    public TimeSpan Lead { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>In what form listening phones get the sound, where they take it; the projector always gets PCM.</summary>
    public LectureAudio Audio { get; set; } = LectureAudio.Opus;

    /// <summary>Whether Opus can be sent from here.</summary>
    public bool SendsOpus => Audio == LectureAudio.Opus && OpusEncoder.IsAvailable;

    /// <summary>Length of a piece of sound on its way to many devices.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:01")]
    public TimeSpan SoundPiece { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a projector may take to report the end of an answer after it should have been heard.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan EndPatience { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Calls that one device may make in ten seconds.</summary>
    [Range(10, 100_000)]
    public int CallsPerTenSeconds { get; set; } = 150;

    /// <summary>Answers for one device alone that are given at once in all rooms together.</summary>
    [Range(1, 1_000)]
    public int PrivateAnswersAtOnce { get; set; } = 4;

    /// <summary>Wrong room codes that one address may try in a minute.</summary>
    [Range(1, 100_000)]
    public int WrongCodesPerMinute { get; set; } = 60;

    /// <summary>Largest upload, in bytes.</summary>
    [Range(1_024, 4L << 30)]
    public long MaximumUploadBytes { get; set; } = 256L << 20;

    /// <summary>Most files of one upload.</summary>
    [Range(1, 1_000)]
    public int MaximumUploadFiles { get; set; } = 50;
}

/// <summary>How sound goes to many devices.</summary>
internal enum LectureAudio
{
    /// <summary>Small, for devices that can decode it, if libopus is installed here; PCM for the others.</summary>
    Opus,

    /// <summary>As it was made: 16-bit PCM at 16 kHz, 256 kbit/s before base64.</summary>
    Pcm,
}

/// <summary>The folder that holds everything about lectures.</summary>
internal sealed class LectureFolder(IOptions<LectureOptions> options, CourseLibrary library)
{
    public string Path { get; } = System.IO.Path.GetFullPath(
        options.Value.Directory ?? System.IO.Path.Combine(library.CoursesDirectory, "..", "lectures"));
}
