using System.CommandLine;
using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Cli.Hosting;

/// <summary>The one place where an exception becomes a sentence and an exit code.</summary>
internal static class ErrorReport
{
    private const string DebugVariable = "VIRTUALTA_DEBUG";

    public static async Task<int> GuardAsync(
        ParseResult arguments, Func<CommandContext, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        var context = new CommandContext(
            arguments,
            arguments.GetValue(CommandLineHost.Json),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error);
        try
        {
            return await body(context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Write(context.Json, context.Output, context.Error, InputCodes.Interrupted, "Stopped.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception)
        {
            var (code, exitCode, message) = Describe(exception);
            Write(context.Json, context.Output, context.Error, code, message);
            WriteDetails(context.Error, exception, exitCode);
            return exitCode;
        }
    }

    /// <summary>Writes an error for the person on the error stream and, with <c>--json</c>, for the program on the output.</summary>
    public static void Write(bool json, TextWriter output, TextWriter error, string code, string message, string? file = null)
    {
        error.WriteLine($"virtualta: {message}");
        if (json)
        {
            output.WriteLine(JsonLines.Format(new ErrorLine(file, new ErrorBody(code, message))));
        }
    }

    private static (string Code, int ExitCode, string Message) Describe(Exception exception) => exception switch
    {
        UserInputException refused => (refused.Code, ExitCodes.BadInput, refused.Message),
        ModelFormatException damaged => (InputCodes.ModelUnreadable, ExitCodes.BadInput, damaged.Message),
        CommandFailedException failed => (failed.Code, ExitCodes.Failure, failed.Message),
        _ => (InputCodes.Failed, ExitCodes.Failure, OneLine(exception.Message)),
    };

    private static void WriteDetails(TextWriter error, Exception exception, int exitCode)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 } and not "0")
        {
            error.WriteLine(exception.ToString());
        }
        else if (exitCode == ExitCodes.Failure && exception is not CommandFailedException)
        {
            error.WriteLine($"Set {DebugVariable}=1 to see where it happened.");
        }
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record ErrorLine(string? File, ErrorBody Error);

    private sealed record ErrorBody(string Code, string Message);
}
