using System.Diagnostics;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The unit tests of the pages, so that one command runs all tests.</summary>
public sealed class WebUnitTests
{
    [Fact]
    public async Task WebTests_Pass()
    {
        var web = Path.Combine(VoiceChatFixture.Root, "web");
        using var vitest = Process.Start(new ProcessStartInfo("node", [Path.Combine("node_modules", "vitest", "vitest.mjs"), "run"])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1" },
        })!;
        var output = vitest.StandardOutput.ReadToEndAsync();
        var errors = vitest.StandardError.ReadToEndAsync();
        await vitest.WaitForExitAsync();

        Assert.True(vitest.ExitCode == 0, $"{await output}\n{await errors}");
    }
}
