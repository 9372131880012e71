using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Keeps one language model for each course, on disk, so that a second start finds it made.</summary>
/// <remarks>Safe for concurrent use. At most <see cref="Kept"/> course states stay on disk.</remarks>
internal sealed class CourseLanguageCache(GeneralLanguage general)
{
    private const int Kept = 16;
    private const string FormatVersion = "1";
    private const string DataVariable = "VIRTUALTA_DATA";
    private const string ModelName = "course.arpa";
    private const string DictionaryName = "course.dict";

    private readonly ConcurrentDictionary<string, Lazy<Task<LanguageFiles>>> _made = new();

    /// <summary>The course's language; the general one where no course is given.</summary>
    public async Task<LanguageFiles> FilesForAsync(RecognitionContext context, CancellationToken cancellationToken)
    {
        if (context.CourseText.Count == 0)
        {
            return general.Files;
        }

        var key = Key(context.CourseText);
        var made = _made.GetOrAdd(key, _ => new(() => Task.Run(() => Make(key, context.CourseText), CancellationToken.None)));
        try
        {
            return await made.Value.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _made.TryRemove(key, out _); // a full disk may be freed
            return general.Files;
        }
    }

    private LanguageFiles Make(string key, IReadOnlyList<string> sentences)
    {
        var root = Root();
        var folder = Path.Combine(root, key);
        var files = new LanguageFiles(Path.Combine(folder, ModelName), Path.Combine(folder, DictionaryName));
        if (File.Exists(files.Model) && File.Exists(files.Dictionary))
        {
            return files;
        }

        Directory.CreateDirectory(root);
        Prune(root);
        var unfinished = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():N}");
        try
        {
            var dictionary = PhoneDictionary.Load(general.Files.Dictionary);
            var counts = NgramCounts.OfCourse(sentences, dictionary.Knows);
            using (var model = new StreamWriter(Path.Combine(unfinished.FullName, ModelName)))
            {
                ArpaWriter.Write(counts, model);
            }

            using (var words = new StreamWriter(Path.Combine(unfinished.FullName, DictionaryName)))
            {
                dictionary.Write(counts.Words, words);
            }

            Directory.Move(unfinished.FullName, folder);
        }
        catch (IOException) when (File.Exists(files.Model))
        {
            unfinished.Delete(recursive: true); // another process was faster
        }

        return files;
    }

    private static string Root()
    {
        var data = Environment.GetEnvironmentVariable(DataVariable);
        if (string.IsNullOrEmpty(data))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            data = Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "virtualta");
        }

        return Path.Combine(Path.GetFullPath(data), "pocketsphinx");
    }

    private static void Prune(string root)
    {
        foreach (var old in new DirectoryInfo(root).GetDirectories().OrderByDescending(folder => folder.LastWriteTimeUtc).Skip(Kept - 1))
        {
            old.Delete(recursive: true);
        }
    }

    private static string Key(IReadOnlyList<string> sentences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormatVersion));
        foreach (var sentence in sentences)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(sentence + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
