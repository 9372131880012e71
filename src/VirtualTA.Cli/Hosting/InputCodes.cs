namespace VirtualTA.Cli.Hosting;

/// <summary>Stable codes of bad input that only a command line can have; the others are in <see cref="Core.Contracts.NoticeCodes"/>.</summary>
internal static class InputCodes
{
    /// <summary>The arguments make no command.</summary>
    public const string Arguments = "arguments-invalid";

    /// <summary>A file or folder does not exist.</summary>
    public const string FileMissing = "file-missing";

    /// <summary>A file exists but cannot be read.</summary>
    public const string FileUnreadable = "file-unreadable";

    /// <summary>A file cannot be written where it was asked for.</summary>
    public const string OutputUnwritable = "output-unwritable";

    /// <summary>A model file is missing, damaged or of another kind.</summary>
    public const string ModelUnreadable = "model-unreadable";

    /// <summary>There is no engine of that name.</summary>
    public const string EngineUnknown = "engine-unknown";

    /// <summary>A model could not be fetched.</summary>
    public const string ModelDownload = "model-download";

    /// <summary>The text to speak is empty or too long.</summary>
    public const string TextInvalid = "text-invalid";

    /// <summary>No server answers at the address given.</summary>
    public const string ServerUnreachable = "server-unreachable";

    /// <summary>The command failed although the input was good.</summary>
    public const string Failed = "failed";

    /// <summary>The command was stopped by the person.</summary>
    public const string Interrupted = "interrupted";
}
