using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Courses;

internal static class CoursesRegistration
{
    public static IServiceCollection AddCourses(this IServiceCollection services) => services
        .AddOptionsOf<CourseOptions>("Courses")
        .AddSingleton(provider => new CourseLibrary(provider.GetRequiredService<IOptions<CourseOptions>>().Value))
        .AddSingleton<ICourseLibrary>(provider => provider.GetRequiredService<CourseLibrary>())
        .AddHostedService<CourseWarmer>();

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
