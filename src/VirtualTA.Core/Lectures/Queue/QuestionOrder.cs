namespace VirtualTA.Core.Lectures.Queue;

/// <summary>The order of the queue: most votes first, the older one first among equals.</summary>
public sealed class QuestionOrder : IComparer<LectureQuestion>
{
    /// <summary>The only one.</summary>
    public static QuestionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(LectureQuestion? x, LectureQuestion? y)
    {
        if (x is null || y is null)
        {
            return Comparer<object>.Default.Compare(x, y);
        }

        var votes = y.Voters.Count.CompareTo(x.Voters.Count);
        var age = votes != 0 ? votes : x.AskedAt.CompareTo(y.AskedAt);
        return age != 0 ? age : x.Number.CompareTo(y.Number);
    }
}
