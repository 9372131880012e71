namespace VirtualTA.Core.Contracts;

/// <summary>The courses that can be asked about.</summary>
public interface ICourseLibrary
{
    /// <summary>All courses, the default one first.</summary>
    IReadOnlyList<CourseDescription> Courses { get; }

    /// <summary>Sentences of a course, for a recogniser's vocabulary and language model.</summary>
    /// <param name="course">Name of a course.</param>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    IReadOnlyList<string> Sentences(string course);

    /// <summary>A passage that a citation points to; null if it is gone.</summary>
    /// <param name="course">Name of a course.</param>
    /// <param name="passageId"><see cref="Citation.PassageId"/>.</param>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    Passage? FindPassage(string course, string passageId);
}

/// <summary>A course in one line.</summary>
/// <param name="Name">Its key: lower-case letters, digits and hyphens.</param>
/// <param name="Title">Its title for people.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Passages">Number of passages that can be cited.</param>
public sealed record CourseDescription(string Name, string Title, int Documents, int Passages);

/// <summary>A passage of a course, with what stands around it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Source">Title or file of the document.</param>
/// <param name="Locator">Where in the document.</param>
/// <param name="Text">The passage as written.</param>
/// <param name="Before">The passage before it in the document; empty at the start.</param>
/// <param name="After">The passage after it; empty at the end.</param>
public sealed record Passage(string Id, string Source, string Locator, string Text, string Before, string After);
