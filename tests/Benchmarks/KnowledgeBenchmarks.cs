using System.Globalization;
using BenchmarkDotNet.Attributes;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Benchmarks;

/// <summary>A course of 1,000 pages of 300 words: reading it in, loading it, and the first sentence of an answer.</summary>
[MemoryDiagnoser]
public class KnowledgeBenchmarks
{
    private const int Pages = 1000;
    private const int WordsOnAPage = 300;
    private static readonly string[] Words = ReadWords();
    private readonly string _root = Directory.CreateTempSubdirectory("virtualta-bench-").FullName;
    private CourseOptions _options = new();
    private ExtractiveAnswerer _answerer = null!;
    private int _question;
    private int _ingest;

    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult(); // run in process, an asynchronous setup is not awaited

    private async Task SetupAsync()
    {
        WritePages(Path.Combine(_root, "material"));
        _options = new CourseOptions { DataDirectory = Path.Combine(_root, "data") };
        var library = new CourseLibrary(_options);
        await new CourseIngester(library).IngestAsync(Path.Combine(_root, "material"), "thousand");
        library.Warm("thousand");
        _answerer = new ExtractiveAnswerer(library);
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_root, recursive: true);

    [Benchmark]
    public async Task<string> FirstSentenceAsync()
    {
        var page = _question++ * 37 % Pages;
        await foreach (var part in _answerer.AnswerAsync(new Question(FormattableString.Invariant($"What does {Word(page * 7)} do with {Word((page * 11) + 3)}?"), "thousand")))
        {
            if (part is AnswerText text)
            {
                return text.Text;
            }
        }

        return "";
    }

    [Benchmark]
    public int Load() => new CourseLibrary(_options).Sentences("thousand").Count;

    [Benchmark]
    public async Task<int> IngestThousandPagesAsync() =>
        (await new CourseIngester(new CourseLibrary(_options)).IngestAsync(Path.Combine(_root, "material"), FormattableString.Invariant($"again-{_ingest++}"))).Passages;

    private static void WritePages(string directory)
    {
        Directory.CreateDirectory(directory);
        var random = new Random(3);
        for (var page = 0; page < Pages; page++)
        {
            var text = new System.Text.StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"# Page {page} on {Word(page * 7)}\n\n");
            for (var word = 0; word < WordsOnAPage; word++)
            {
                // Words follow a Zipf-like law, as in real text.
                var rank = (int)Math.Pow(20_000, random.NextDouble());
                text.Append(Word(rank)).Append(word % 15 == 14 ? ". The " : " ");
            }

            File.WriteAllText(Path.Combine(directory, FormattableString.Invariant($"page-{page:0000}.md")), text.Append(".\n").ToString());
        }
    }

    // English words, so that the table of related words is looked through as in a real course.
    private static string Word(int number) => Words[number * 7919 % Words.Length];

    private static string[] ReadWords()
    {
        using var stream = typeof(CourseLibrary).Assembly.GetManifestResourceStream("related-words.txt") ?? throw new InvalidOperationException("The table of related words is missing.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)])];
    }
}
