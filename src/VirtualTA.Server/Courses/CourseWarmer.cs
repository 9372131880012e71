using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Engines;

namespace VirtualTA.Server.Courses;

/// <summary>Loads the courses beside the start of the server, the default one first, so that no question waits for it.</summary>
internal sealed class CourseWarmer(CourseLibrary library, EngineChoice<ISpeechRecognizer> recognizer, ILogger<CourseWarmer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => WarmAll(stoppingToken), stoppingToken);

    private void WarmAll(CancellationToken stoppingToken)
    {
        var isFirst = true;
        foreach (var course in library.Names())
        {
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                library.Warm(course);
                if (isFirst) // recognisers keep few courses' words at a time
                {
                    recognizer.Engine?.Prepare(new RecognitionContext { Course = course, CourseText = library.Sentences(course) });
                    isFirst = false;
                }
            }
            catch (Exception damaged) when (damaged is UserInputException or IOException or UnauthorizedAccessException)
            {
                CourseLog.NotWarmed(logger, course, damaged);
            }
        }
    }
}

internal static partial class CourseLog
{
    [LoggerMessage(LogLevel.Warning, "The course {Course} could not be loaded ahead; it is tried again when it is asked about.")]
    public static partial void NotWarmed(ILogger logger, string course, Exception exception);
}
