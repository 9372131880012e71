using System.CommandLine;

namespace VirtualTA.Cli.Hosting;

/// <summary>What a running command may use of the outside.</summary>
/// <param name="Arguments">Values of its options and arguments.</param>
/// <param name="Json">Whether results go out as one JSON object a line.</param>
/// <param name="Output">Results, and nothing else.</param>
/// <param name="Error">Progress, notices and errors.</param>
internal sealed record CommandContext(ParseResult Arguments, bool Json, TextWriter Output, TextWriter Error)
{
    /// <summary>Writes a result: the object with <c>--json</c>, the text without.</summary>
    public void WriteResult<T>(T result, Func<T, string> text)
    {
        Output.WriteLine(Json ? JsonLines.Format(result) : text(result));
        Output.Flush();
    }

    /// <summary>Tells the person something that is not part of the result.</summary>
    public void WriteNotice(string message) => Error.WriteLine(message);
}
