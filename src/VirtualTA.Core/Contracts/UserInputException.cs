namespace VirtualTA.Core.Contracts;

/// <summary>Something that was asked for cannot be done as asked; the message says what to do.</summary>
public sealed class UserInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">A constant of <see cref="NoticeCodes"/>.</param>
    /// <param name="message">One or two sentences for the person: what is wrong, and the remedy.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public UserInputException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Stable code that programs may compare.</summary>
    public string Code { get; }
}
