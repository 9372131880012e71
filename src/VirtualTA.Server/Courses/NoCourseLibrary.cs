using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Courses;

/// <summary>The library of a server without course material: every question is refused with the remedy.</summary>
internal sealed class NoCourseLibrary : ICourseLibrary
{
    public IReadOnlyList<CourseDescription> Courses => [];

    public IReadOnlyList<string> Sentences(string course) => throw Refuse();

    public Passage? FindPassage(string course, string passageId) => throw Refuse();

    internal static UserInputException Refuse() =>
        new(NoticeCodes.CourseUnknown, "This server has no course material yet.");
}

/// <summary>The answerer of a server without course material.</summary>
internal sealed class NoAnswerer : IAnswerer
{
    public string Name => "none";

    public async IAsyncEnumerable<AnswerPart> AnswerAsync(
        Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        throw NoCourseLibrary.Refuse();
#pragma warning disable CS0162 // an iterator needs a yield
        yield break;
#pragma warning restore CS0162
    }
}
