using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Speaking;

/// <summary>A file with one text a line; empty lines and those that begin with # are left out.</summary>
internal static class TextList
{
    /// <exception cref="UserInputException">It is missing, unreadable or empty.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserInputException(InputCodes.FileMissing, $"There is no file '{path}'. Name a file with one text a line.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException(InputCodes.FileUnreadable, $"'{path}' cannot be read: {problem.Message} Name a file with one text a line.", problem);
        }

        string[] texts = [.. lines.Select(static line => line.Trim()).Where(static line => line.Length > 0 && !line.StartsWith('#'))];
        return texts.Length > 0 ? texts : throw new UserInputException(InputCodes.TextInvalid, $"'{path}' has no text. Give it one text a line.");
    }

    /// <summary>The folder for what is spoken, made if need be.</summary>
    /// <exception cref="UserInputException">It cannot be made.</exception>
    public static string Folder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException(InputCodes.OutputUnwritable, $"'{path}' cannot be a folder: {problem.Message} Choose another place with --out.", problem);
        }
    }

    /// <summary>Name of the recording of a text: 001.wav and so on.</summary>
    public static string NameOf(int index) => $"{index + 1:000}.wav";
}
