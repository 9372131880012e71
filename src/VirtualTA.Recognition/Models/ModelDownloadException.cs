namespace VirtualTA.Recognition.Models;

/// <summary>A model could not be fetched; the message says why and what to do.</summary>
public sealed class ModelDownloadException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ModelDownloadException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public ModelDownloadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ModelDownloadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
