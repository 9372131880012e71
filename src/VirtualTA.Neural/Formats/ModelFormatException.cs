namespace VirtualTA.Neural.Formats;

/// <summary>A model file that cannot be used; the message names the file, the fault and, where there is one, the remedy.</summary>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Creates the exception without a message.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>Creates the exception with a message that names the file and the fault.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
