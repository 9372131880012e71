using VirtualTA.Neural.Memory;
using VirtualTA.TestKit;

namespace VirtualTA.Neural.Tests.Memory;

public class WorkspaceTests
{
    [Fact]
    public void Spans_StayPutWhileTheWorkspaceGrows()
    {
        var workspace = new Workspace(bytes: 64);
        using var scope = workspace.Begin();
        var first = workspace.Floats(10);
        first.Fill(7);
        for (var i = 0; i < 20; i++)
        {
            workspace.Floats(1000 * (i + 1)).Fill(1);
        }

        Assert.All(first.ToArray(), static value => Assert.Equal(7, value));
    }

    [Fact]
    public void MemoryOfAScope_IsUsedAgain()
    {
        var workspace = new Workspace();
        for (var round = 0; round < 3; round++)
        {
            using var scope = workspace.Begin();
            workspace.Floats(100_000).Fill(round);
        }

        Assert.Equal(0, Allocation.Of(() =>
        {
            using var scope = workspace.Begin();
            workspace.Floats(100_000).Fill(1);
        }));
    }
}
