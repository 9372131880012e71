using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Knowledge.Courses;

/// <summary>Where courses are kept.</summary>
public sealed class CourseOptions
{
    /// <summary>Name of the environment variable that names the data directory.</summary>
    public const string DataVariable = "VIRTUALTA_DATA";

    /// <summary>
    /// Directory with everything that is kept; courses are the folders below its <c>courses</c>. Null: the value of
    /// <see cref="DataVariable"/>, otherwise <c>~/.local/share/virtualta</c> or what the system uses in its place.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>Course that is offered first.</summary>
    [Required]
    public string DefaultCourse { get; set; } = "speech-synthesis";

    /// <summary>The folder that holds the courses.</summary>
    internal string CoursesDirectory
    {
        get
        {
            var data = DataDirectory is { Length: > 0 } configured ? configured : Environment.GetEnvironmentVariable(DataVariable);
            if (string.IsNullOrEmpty(data))
            {
                var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
                data = Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "virtualta");
            }

            return Path.Combine(Path.GetFullPath(data), "courses");
        }
    }
}
