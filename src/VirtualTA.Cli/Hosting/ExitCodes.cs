namespace VirtualTA.Cli.Hosting;

/// <summary>What the process tells the shell. Codes are never renumbered.</summary>
internal static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It was asked for rightly but could not be done.</summary>
    public const int Failure = 1;

    /// <summary>It cannot be done as asked; the message says what to change.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;
}
