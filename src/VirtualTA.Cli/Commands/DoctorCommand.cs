using System.CommandLine;
using System.Runtime.InteropServices;
using VirtualTA.Cli.Hosting;

namespace VirtualTA.Cli.Commands;

/// <summary>Says what is installed, what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create() =>
        new Command("doctor", "Say what is installed, what is missing and how to get it.").Runs(Run);

    private static Task Run(CommandContext context, CancellationToken cancellationToken)
    {
        context.WriteResult(
            new { runtime = RuntimeInformation.FrameworkDescription, processors = Environment.ProcessorCount },
            report => $"{report.runtime}, {report.processors} processors");
        return Task.CompletedTask;
    }
}
