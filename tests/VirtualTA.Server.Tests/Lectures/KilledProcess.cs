using System.Diagnostics;
using System.Globalization;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>Entry point for the test that kills a server's room in the middle of its work.</summary>
internal static class KilledProcess
{
    private const int Students = 4;

    /// <summary>
    /// Starts a process that, once it is sent a line, asks and votes as fast as it can, and writes a line for everything acknowledged.
    /// </summary>
    public static Process Start(string directory, int run)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { typeof(KilledProcess).Assembly.Location, "lecture", directory, run.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["lecture", var directory, var run])
        {
            return 2;
        }

        await Console.In.ReadLineAsync();
        await using var room = await BareRoom.OpenAsync(directory, recordsPerSnapshot: 40);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var writing = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, Students).Select(student => WorkAsync(room, $"{run}-{student}", writing)));
        return 0;
    }

    private static async Task WorkAsync(BareRoom room, string student, TextWriter output)
    {
        for (var i = 0; i < 500; i++)
        {
            var text = $"Question {student}-{i}";
            var asked = await room.Host.AskAsync(new QuestionRequest($"m{student}-{i}", text));
            output.WriteLine($"asked {asked.Question} {text}");
            await room.Host.DecideAsync((lecture, now) => Asking.Vote(lecture, asked.Question, $"v{student}-{i}", isUp: true, now));
            output.WriteLine($"voted {asked.Question} v{student}-{i}");
        }
    }
}
