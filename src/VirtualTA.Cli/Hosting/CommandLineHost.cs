using System.CommandLine;
using VirtualTA.Cli.Commands;

namespace VirtualTA.Cli.Hosting;

/// <summary>Parses the arguments and runs the command they name.</summary>
internal static class CommandLineHost
{
    /// <summary>The option that every command has.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON object a line instead of text.",
        Recursive = true,
    };

    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress and errors go.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Ask a course by voice or text: cited answers, spoken aloud.") { Json };
        foreach (var command in CommandTable.Create())
        {
            root.Add(command);
        }

        // A question may begin with @, which would otherwise name a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            var json = args.Contains(Json.Name);
            var message = parsed.Errors[^1].Message; // the last is the most specific: what was typed, not what it might have meant
            ErrorReport.Write(json, output, error, InputCodes.Arguments, $"{message} See 'virtualta {HelpPath(parsed)}--help'.");
            return ExitCodes.BadInput;
        }

        using var interruption = new Interruption();
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, interruption.Token);
    }

    private static string HelpPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
