using System.Globalization;
using VirtualTA.Core.Lectures;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

public sealed class KillTests
{
    private const int Kills = 50;

    [Fact]
    public async Task Room_LosesNothingAcknowledged_AndDoublesNothing_WhenKilledAtRandomMoments()
    {
        var directory = Directory.CreateTempSubdirectory("virtualta-kill-");
        var acknowledged = new List<string>();
        var random = new Random(4711);
        var next = KilledProcess.Start(directory.FullName, 0);
        for (var run = 0; run < Kills; run++)
        {
            using var process = next;
            next = run + 1 < Kills ? KilledProcess.Start(directory.FullName, run + 1) : null!; // gets ready while this one works
            process.StandardInput.WriteLine();
            var lines = random.Next(1, 60);
            for (var line = 0; line < lines && await process.StandardOutput.ReadLineAsync() is { } said; line++)
            {
                acknowledged.Add(said);
            }

            process.Kill();
            while (await process.StandardOutput.ReadLineAsync() is { } said)
            {
                acknowledged.Add(said);
            }

            await process.WaitForExitAsync();
            if (run % 10 == 9)
            {
                using var store = BareRoom.OpenStore(directory.FullName);
                Check(await store.LoadAsync(BareRoom.Id, default), acknowledged);
            }
        }

        Assert.True(acknowledged.Count > Kills);
        directory.Delete(recursive: true);
    }

    private static void Check(LectureRoom room, List<string> acknowledged)
    {
        Assert.Equal(room.Questions.Count, room.Questions.Values.Select(question => question.Text).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, room.Questions.Count), room.Questions.Keys);
        foreach (var line in acknowledged)
        {
            var parts = line.Split(' ', 3);
            var question = room.Questions[int.Parse(parts[1], CultureInfo.InvariantCulture)];
            if (parts[0] == "asked")
            {
                Assert.Equal(parts[2], question.Text);
            }
            else
            {
                Assert.Contains(parts[2], question.Voters);
                Assert.Equal(2, question.Voters.Count);
            }
        }
    }
}
