using System.Globalization;
using System.IO.Compression;

namespace VirtualTA.Recognition.Phones.Language;

/// <summary>How often word sequences of up to three words occur. Not thread-safe while being filled.</summary>
public sealed class NgramCounts
{
    /// <summary>Id that stands before the first word of a sentence.</summary>
    public const int Start = 0;

    /// <summary>Id that stands after the last word.</summary>
    public const int End = 1;

    private const int MostFields = 4;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = ["<s>", "</s>"];

    internal Dictionary<(int First, int Second, int Third), double> Trigrams { get; } = [];

    /// <summary>Pairs counted without the word before them.</summary>
    internal Dictionary<(int, int), double> Pairs { get; } = [];

    /// <summary>By first word, the pairs that were too rare to be listed, all together.</summary>
    internal Dictionary<int, double> RarePairs { get; } = [];

    internal Dictionary<int, double> Extra { get; } = [];

    internal IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>Words by id, with the two sentence marks in front.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Id of a word, made if it is new.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        var ids = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!ids.TryGetValue(word, out var id))
        {
            id = _words.Count;
            _words.Add(word.ToString());
            _ids.Add(_words[id], id);
        }

        return id;
    }

    /// <summary>Id of a word, or −1.</summary>
    public int Find(string word) => _ids.GetValueOrDefault(word, -1);

    /// <summary>Counts a sentence.</summary>
    /// <param name="words">Its words as they are spoken.</param>
    /// <param name="weight">How often it counts.</param>
    public void AddSentence(IEnumerable<string> words, double weight = 1)
    {
        var (first, second) = (Start, Start);
        foreach (var word in words)
        {
            var third = Add(word);
            Count(first, second, third, weight);
            (first, second) = (second, third);
        }

        if (second != Start)
        {
            Count(first, second, End, weight);
        }
    }

    /// <summary>
    /// Reads a gzip file of lines <c>count TAB words</c>: three words (with the marks) for a trigram, two for a pair, a word and <c>*</c>
    /// for all its pairs that are not listed, one for a word known by frequency only.
    /// </summary>
    /// <exception cref="FormatException">A line has another form; the message names file and line.</exception>
    public static NgramCounts Load(string path)
    {
        var counts = new NgramCounts();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        Span<Range> parts = stackalloc Range[MostFields + 1]; // one more than may be, so that it is seen
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var fields = line.AsSpan().SplitAny(parts, "\t ");
            if (fields is < 2 or > MostFields || !double.TryParse(line.AsSpan(parts[0]), NumberStyles.Float, CultureInfo.InvariantCulture, out var count) || !(count > 0))
            {
                throw new FormatException($"{path}, line {number}: '{line}' is not a count and one to three words. Fetch the file again.");
            }

            var first = line.AsSpan(parts[1]);
            var second = fields > 2 ? line.AsSpan(parts[2]) : [];
            switch (fields)
            {
                case 2:
                    counts.Extra[counts.Add(first)] = count;
                    break;
                case 3 when second is "*":
                    counts.RarePairs[counts.IdOf(first)] = count;
                    break;
                case 3:
                    counts.Pairs[(counts.IdOf(first), counts.IdOf(second))] = count;
                    break;
                default:
                    counts.Count(counts.IdOf(first), counts.IdOf(second), counts.IdOf(line.AsSpan(parts[3])), count);
                    break;
            }
        }

        return counts;
    }

    private int IdOf(ReadOnlySpan<char> word) => word switch
    {
        "<s>" => Start,
        "</s>" => End,
        _ => Add(word),
    };

    private void Count(int first, int second, int third, double weight) =>
        Trigrams[(first, second, third)] = Trigrams.GetValueOrDefault((first, second, third)) + weight;
}
