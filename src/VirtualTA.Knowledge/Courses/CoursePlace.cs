namespace VirtualTA.Knowledge.Courses;

/// <summary>A place in a course.</summary>
/// <param name="Locator">Heading path, <c>page 3</c>, <c>slide 12</c> or <c>03:15</c>.</param>
/// <param name="Source">Title of the document.</param>
public sealed record CoursePlace(string Locator, string Source);
