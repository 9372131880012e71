namespace VirtualTA.Audio;

/// <summary>Audio data that cannot be read; the message names the source, the fault and the remedy.</summary>
public sealed class AudioFormatException : FormatException
{
    /// <summary>Creates the exception without a message.</summary>
    public AudioFormatException()
    {
    }

    /// <summary>Creates the exception with a message that names the source, the fault and the remedy.</summary>
    public AudioFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public AudioFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
