using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Core.Lectures.Journal;

/// <summary>A room after its first <paramref name="Version"/> records.</summary>
public sealed record LectureSnapshot(
    long Version,
    LectureSettings Settings,
    LectureRules Rules,
    bool IsPaused,
    bool IsClosed,
    string? Slide,
    LectureTimeline? Timeline,
    IReadOnlyList<string> Removed,
    int[] Generations,
    IReadOnlyList<LectureQuestion> Questions,
    IReadOnlyList<LectureAnswer> Answers);
