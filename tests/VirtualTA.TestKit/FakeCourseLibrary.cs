using VirtualTA.Core.Contracts;

namespace VirtualTA.TestKit;

/// <summary>Two courses of one passage each.</summary>
public sealed class FakeCourseLibrary : ICourseLibrary
{
    public IReadOnlyList<CourseDescription> Courses { get; } =
        [new("speech", "Speech synthesis", 1, 1), new("law", "Contract law", 1, 1)];

    public IReadOnlyList<string> Sentences(string course) => ["A codec turns sound into tokens."];

    public Passage? FindPassage(string course, string passageId)
    {
        if (!Courses.Any(known => known.Name == course))
        {
            throw new UserInputException(NoticeCodes.CourseUnknown, $"There is no course '{course}'.");
        }

        return passageId == "codecs-1"
            ? new Passage(passageId, "Codecs", "Residual vector quantisation", "A codec turns sound into tokens.", "", "")
            : null;
    }
}
