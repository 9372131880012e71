using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Courses;

internal static class CoursesRegistration
{
    public static IServiceCollection AddCourses(this IServiceCollection services) =>
        services.AddSingleton<ICourseLibrary, NoCourseLibrary>();

    public static void MapCourses(this WebApplication app) =>
        app.MapGet("/api/courses/{course}/passages/{id}", FindPassage);

    private static IResult FindPassage(string course, string id, ICourseLibrary courses)
    {
        try
        {
            return courses.FindPassage(course, id) is { } passage
                ? Results.Json(passage)
                : Results.Problem($"The course has no passage '{id}' any more.", statusCode: StatusCodes.Status404NotFound);
        }
        catch (UserInputException unknown)
        {
            return Results.Problem(unknown.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }
}
