using System.Text;

namespace VirtualTA.Core.Pronunciation;

/// <summary>Guesses how an unknown English word is said, by joint n-grams over chunks of letters and phones.</summary>
/// <remarks>
/// Bisani and Ney, "Joint-sequence models for grapheme-to-phoneme conversion", 2008. File: brotli over
/// <c>"VTALTS1\0"</c>, node count, chunk count, the chunk table, and six byte arrays over the n-gram trie in
/// breadth-first order: token (low, high), −16·ln p, −16·ln back-off, child count (low, high). Immutable, safe for many threads.
/// </remarks>
public sealed partial class LetterToSound
{
    internal static readonly byte[] Magic = "VTALTS1\0"u8.ToArray();

    private const int EndToken = 1;
    private const int FirstChunk = 2;
    private const float LogStep = 1f / 16;

    private readonly string[] _letters;
    private readonly byte[][] _phones;
    private readonly Dictionary<int, (int First, int Last)> _chunksOf = [];
    private readonly ushort[] _tokens;
    private readonly byte[] _costs;
    private readonly byte[] _backoffs;
    private readonly int[] _firstChild;
    private readonly int[] _suffix;

    private LetterToSound(string[] letters, byte[][] phones, ushort[] tokens, byte[] costs, byte[] backoffs, int[] firstChild)
    {
        _letters = letters;
        _phones = phones;
        _tokens = tokens;
        _costs = costs;
        _backoffs = backoffs;
        _firstChild = firstChild;
        for (int chunk = 0; chunk < letters.Length; chunk++)
        {
            int key = KeyOf(letters[chunk]);
            _chunksOf[key] = _chunksOf.TryGetValue(key, out (int First, int Last) range)
                ? (range.First, chunk + FirstChunk)
                : (chunk + FirstChunk, chunk + FirstChunk);
        }

        _suffix = SuffixLinks();
    }

    /// <summary>Number of n-grams.</summary>
    public int NgramCount => _tokens.Length;

    /// <summary>Loads the model that comes with the models.</summary>
    public static LetterToSound LoadDefault() => Load(Models.ModelFolder.PathOf("pronunciation", "letter-to-sound.bin.br"));

    /// <summary>Loads a model file.</summary>
    /// <exception cref="InvalidDataException">The file is not a letter-to-sound model or is damaged.</exception>
    public static LetterToSound Load(string path) => CompressedFile.Load(path, Read);

    /// <summary>Reads a model from a stream.</summary>
    /// <exception cref="InvalidDataException">The data is not a letter-to-sound model or is damaged.</exception>
    public static LetterToSound Read(Stream stream)
    {
        SectionReader reader = new(CompressedFile.Decompress(stream, "a letter-to-sound model"), Magic);
        int nodes = reader.Count;
        (string[] letters, byte[][] phones) = ReadChunks(reader.Number(), reader.Section());
        ReadOnlySpan<byte> tokenLow = reader.Section();
        ReadOnlySpan<byte> tokenHigh = reader.Section();
        byte[] costs = reader.Section().ToArray();
        byte[] backoffs = reader.Section().ToArray();
        ReadOnlySpan<byte> childLow = reader.Section();
        ReadOnlySpan<byte> childHigh = reader.Section();
        if (nodes == 0 || tokenLow.Length != nodes || tokenHigh.Length != nodes || costs.Length != nodes
            || backoffs.Length != nodes || childLow.Length != nodes || childHigh.Length != nodes)
        {
            throw new InvalidDataException("not a letter-to-sound model (sections disagree).");
        }

        ushort[] tokens = new ushort[nodes];
        int[] firstChild = new int[nodes + 1];
        int next = 1;
        for (int node = 0; node < nodes; node++)
        {
            tokens[node] = (ushort)(tokenLow[node] | (tokenHigh[node] << 8));
            firstChild[node] = next;
            next += childLow[node] | (childHigh[node] << 8);
            if ((node > 0 && tokens[node] >= letters.Length + FirstChunk) || next > nodes || (next == node + 1 && next < nodes))
            {
                throw new InvalidDataException("not a letter-to-sound model (the trie is damaged).");
            }
        }

        firstChild[nodes] = next;
        return next == nodes
            ? new LetterToSound(letters, phones, tokens, costs, backoffs, firstChild)
            : throw new InvalidDataException("not a letter-to-sound model (the trie is damaged).");
    }

    internal static byte Quantise(double log) => (byte)Math.Clamp(Math.Round(-log / LogStep), 0, 255);

    private static (string[] Letters, byte[][] Phones) ReadChunks(int count, ReadOnlySpan<byte> table)
    {
        if (count > table.Length / 2)
        {
            throw new InvalidDataException("not a letter-to-sound model (the chunk table is damaged).");
        }

        string[] letters = new string[count];
        byte[][] phones = new byte[count][];
        for (int chunk = 0; chunk < count; chunk++)
        {
            letters[chunk] = Encoding.ASCII.GetString(TakeCounted(ref table));
            phones[chunk] = TakeCounted(ref table).ToArray();
            if (letters[chunk].Length is 0 or > 2 || phones[chunk].AsSpan().ContainsAnyExceptInRange((byte)0, (byte)(PhoneSet.Count - 1)))
            {
                throw new InvalidDataException("not a letter-to-sound model (the chunk table is damaged).");
            }
        }

        return (letters, phones);
    }

    private static ReadOnlySpan<byte> TakeCounted(ref ReadOnlySpan<byte> table)
    {
        if (table.IsEmpty || table[0] >= table.Length)
        {
            throw new InvalidDataException("not a letter-to-sound model (the chunk table is damaged).");
        }

        ReadOnlySpan<byte> taken = table.Slice(1, table[0]);
        table = table[(table[0] + 1)..];
        return taken;
    }

    private static int KeyOf(ReadOnlySpan<char> letters) => letters.Length == 1 ? letters[0] : (letters[0] << 8) | letters[1];

    private int[] SuffixLinks()
    {
        int[] suffix = new int[_tokens.Length];
        for (int node = 1; node < _tokens.Length; node++)
        {
            for (int child = _firstChild[node]; child < _firstChild[node + 1]; child++)
            {
                suffix[child] = Math.Max(0, ChildOf(suffix[node], _tokens[child]));
            }
        }

        return suffix;
    }

    private int ChildOf(int node, int token)
    {
        int start = _firstChild[node];
        int found = _tokens.AsSpan(start, _firstChild[node + 1] - start).BinarySearch((ushort)token);
        return found < 0 ? -1 : start + found;
    }
}
