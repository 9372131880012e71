using System.Diagnostics;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests;

/// <summary>Entry point for tests that need a process they can kill.</summary>
internal static class ChildProcess
{
    public static Process StartIngest(string material, string course, string data)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
        };
        foreach (var argument in new[] { typeof(ChildProcess).Assembly.Location, "ingest", material, course, data })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["ingest", var material, var course, var data])
        {
            return 2;
        }

        var library = new CourseLibrary(new CourseOptions { DataDirectory = data });
        var ingester = new CourseIngester(library) { Checkpoint = TimeSpan.Zero };
        await ingester.IngestAsync(material, course, progress => Console.WriteLine(progress.Done));
        return 0;
    }
}
