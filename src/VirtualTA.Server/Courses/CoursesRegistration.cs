using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Pages;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Courses;

internal static class CoursesRegistration
{
    public static IServiceCollection AddCourses(this IServiceCollection services) => services
        .AddOptionsOf<CourseOptions>("Courses")
        .AddSingleton(provider => new CourseLibrary(provider.GetRequiredService<IOptions<CourseOptions>>().Value))
        .AddSingleton<ICourseLibrary>(provider => provider.GetRequiredService<CourseLibrary>())
        .AddSingleton<PageImages>()
        .AddHostedService<CourseWarmer>();

    public static void MapCourses(this WebApplication app)
    {
        app.MapGet("/api/courses/{course}/passages/{id}", FindPassage);
        app.MapGet("/api/courses/{course}/passages/{id}/page.png", FindPageAsync);
    }

    private static async Task<IResult> FindPageAsync(string course, string id, PageImages pages, HttpContext context)
    {
        try
        {
            if (await pages.FindAsync(course, id, context.RequestAborted) is not { } image)
            {
                return Results.Problem("There is no picture of the page of this passage.", statusCode: StatusCodes.Status404NotFound);
            }

            context.Response.Headers.CacheControl = "private, max-age=3600"; // the key of a passage changes with its words
            return Results.File(image, "image/png");
        }
        catch (UserInputException unknown)
        {
            return Results.Problem(unknown.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }

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
