namespace VirtualTA.Core.Models;

/// <summary>Finds the folder that holds weights, dictionaries and voices.</summary>
/// <remarks>
/// Looked for in this order: the folder named by <see cref="EnvironmentVariable"/>; a folder <c>models</c> with a
/// <c>pronunciation</c> sub-folder beside or above the application or the current directory.
/// </remarks>
public static class ModelFolder
{
    /// <summary>The environment variable that names the folder and wins over every other place.</summary>
    public const string EnvironmentVariable = "VIRTUALTA_MODELS";

    private const string FolderName = "models";
    private const string Marker = "pronunciation";

    /// <summary>The absolute path of a file or sub-folder of the models, whether or not it exists.</summary>
    /// <exception cref="DirectoryNotFoundException">No models folder was found.</exception>
    public static string PathOf(params ReadOnlySpan<string> parts)
    {
        string path = Find();
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
        }

        return path;
    }

    /// <summary>The absolute path of the models folder.</summary>
    /// <exception cref="DirectoryNotFoundException">No models folder was found; the message names the remedy.</exception>
    public static string Find() =>
        Find(Environment.GetEnvironmentVariable(EnvironmentVariable), [AppContext.BaseDirectory, Environment.CurrentDirectory]);

    /// <summary>As <see cref="Find()"/>, with the named folder and the starting points given.</summary>
    public static string Find(string? named, IReadOnlyList<string> startingPoints)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return Directory.Exists(named)
                ? Path.GetFullPath(named)
                : throw new DirectoryNotFoundException(
                    $"{EnvironmentVariable} names '{named}', which is not a folder. Correct it or unset it.");
        }

        foreach (string start in startingPoints)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, FolderName);
                if (Directory.Exists(Path.Combine(candidate, Marker)))
                {
                    return candidate;
                }
            }
        }

        throw new DirectoryNotFoundException(
            $"No folder '{FolderName}' was found beside or above {string.Join(" or ", startingPoints)}. "
            + $"Set {EnvironmentVariable} to the folder that holds the models.");
    }
}
