using System.Collections.Concurrent;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Courses;

/// <summary>The courses on this machine: those that were ingested, and the demo course that ships with the program.</summary>
/// <remarks>Thread-safe. A course is loaded when it is first asked about and again after it was ingested anew.</remarks>
public sealed class CourseLibrary : ICourseLibrary
{
    private readonly CourseOptions _options;
    private readonly string _shippedDirectory;
    private readonly ConcurrentDictionary<string, (long Stamp, Lazy<Course> Course)> _loaded = new(StringComparer.Ordinal);

    /// <summary>Creates the library.</summary>
    /// <param name="options">Where the courses are; defaults if null.</param>
    public CourseLibrary(CourseOptions? options = null)
        : this(options ?? new CourseOptions(), Path.Combine(AppContext.BaseDirectory, "Courses"))
    {
    }

    internal CourseLibrary(CourseOptions options, string shippedDirectory)
    {
        _options = options;
        _shippedDirectory = shippedDirectory;
        CoursesDirectory = options.CoursesDirectory;
    }

    /// <summary>Folder with one folder for each ingested course.</summary>
    public string CoursesDirectory { get; }

    /// <summary>Course that is used where none is named.</summary>
    public string DefaultCourse => _options.DefaultCourse;

    /// <inheritdoc/>
    public IReadOnlyList<CourseDescription> Courses =>
        [.. Names().Select(Open).Select(c => new CourseDescription(c.Name, c.Title, c.Documents, c.Index.Passages.Count))];

    /// <summary>The names of all courses, the default one first.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        AddFolders(names, _shippedDirectory, _ => true);
        AddFolders(names, CoursesDirectory, d => File.Exists(Path.Combine(d, CourseIndexFile.FileName)));
        return [.. names.OrderByDescending(n => n == _options.DefaultCourse)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Sentences(string course) =>
        [.. Open(course).Index.Passages.SelectMany(p => p.Sentences).Where(s => s.Kind is not BlockKind.Code).Select(s => s.Text)];

    /// <inheritdoc/>
    public Passage? FindPassage(string course, string passageId)
    {
        var index = Open(course);
        var number = index.Find(passageId);
        if (number < 0)
        {
            return null;
        }

        var passages = index.Index.Passages;
        var passage = passages[number];
        return new Passage(passage.Id, passage.Source, passage.Locator, passage.Text, Neighbour(number - 1), Neighbour(number + 1));

        string Neighbour(int other) =>
            other >= 0 && other < passages.Count && passages[other].Source == passage.Source ? passages[other].Text : "";
    }

    /// <summary>The places of a course in their order, each once: what a lecture can be at.</summary>
    /// <exception cref="UserInputException">There is no such course.</exception>
    public IReadOnlyList<CoursePlace> Places(string course) =>
        [.. Open(course).Index.Passages.Select(p => new CoursePlace(p.Locator, p.Title)).Distinct()];

    /// <summary>The folder in which a course is kept, whether it exists or not.</summary>
    /// <exception cref="UserInputException">The name cannot be the name of a course.</exception>
    public string DirectoryOf(string course) => Path.Combine(CoursesDirectory, CourseName.Check(course));

    /// <summary>Whether a course was ingested on this machine, and is not only shipped with the program.</summary>
    /// <exception cref="UserInputException">The name cannot be the name of a course.</exception>
    public bool IsStored(string course) => File.Exists(Path.Combine(DirectoryOf(course), CourseIndexFile.FileName));

    /// <summary>Loads a course and what misheard questions need, so that the first question does not wait for it.</summary>
    /// <exception cref="UserInputException">There is no such course.</exception>
    public void Warm(string course)
    {
        Search.SoundMatcher.Warm(Open(course).Index);
        Language.RelatedWords.Warm();
    }

    /// <summary>The course with this name, loaded.</summary>
    /// <exception cref="UserInputException">There is none.</exception>
    internal Course Open(string name)
    {
        var key = CourseName.Check(string.IsNullOrWhiteSpace(name) ? _options.DefaultCourse : name);
        var index = new FileInfo(Path.Combine(CoursesDirectory, key, CourseIndexFile.FileName));
        var stamp = index.Exists ? index.LastWriteTimeUtc.Ticks ^ index.Length : 0;
        if (stamp == 0 && !Directory.Exists(Path.Combine(_shippedDirectory, key)))
        {
            throw Unknown(name);
        }

        var entry = _loaded.AddOrUpdate(
            key,
            _ => (stamp, new Lazy<Course>(() => Load(key))),
            (_, known) => known.Stamp == stamp ? known : (stamp, new Lazy<Course>(() => Load(key))));
        return entry.Course.Value;
    }

    private Course Load(string name)
    {
        var directory = Path.Combine(CoursesDirectory, name);
        var stored = CourseIndexFile.Load(directory);
        if (stored is not null)
        {
            return new Course(name, directory, stored.Title ?? CourseName.InWords(name), stored.Documents);
        }

        var shipped = Path.Combine(_shippedDirectory, name);
        if (!Directory.Exists(shipped))
        {
            throw new UserInputException(
                NoticeCodes.CourseUnknown, $"The index of the course \"{name}\" cannot be read. Ingest the course again: virtualta ingest DIR --course {name}.");
        }

        return new Course(name, directory, CourseName.InWords(name), FolderReader.ReadAll(shipped));
    }

    private UserInputException Unknown(string name)
    {
        var known = string.Join(", ", Names());
        return new UserInputException(
            NoticeCodes.CourseUnknown,
            $"There is no course \"{CourseName.Shown(name)}\". Courses here: {(known.Length > 0 ? known : "none")}. Add one with: virtualta ingest DIR --course NAME.");
    }

    private static void AddFolders(SortedSet<string> names, string directory, Func<string, bool> accept)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(directory).Where(accept))
        {
            names.Add(Path.GetFileName(folder));
        }
    }
}
