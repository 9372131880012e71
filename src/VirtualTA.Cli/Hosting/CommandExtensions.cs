using System.CommandLine;

namespace VirtualTA.Cli.Hosting;

internal static class CommandExtensions
{
    /// <summary>Sets what a command does; whatever it throws becomes one sentence and an exit code.</summary>
    public static Command Runs(this Command command, Func<CommandContext, CancellationToken, Task> body) =>
        command.Runs(async (context, cancellationToken) =>
        {
            await body(context, cancellationToken);
            return ExitCodes.Done;
        });

    /// <inheritdoc cref="Runs(Command, Func{CommandContext, CancellationToken, Task})"/>
    public static Command Runs(this Command command, Func<CommandContext, CancellationToken, Task<int>> body)
    {
        command.SetAction((arguments, cancellationToken) => ErrorReport.GuardAsync(arguments, body, cancellationToken));
        return command;
    }
}
