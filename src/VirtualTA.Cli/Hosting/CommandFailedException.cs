namespace VirtualTA.Cli.Hosting;

/// <summary>A failure that is nobody's input: something is missing or broken. The message is one sentence with the remedy.</summary>
/// <param name="code">Stable code that programs may compare.</param>
/// <param name="message">What failed and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
internal sealed class CommandFailedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
