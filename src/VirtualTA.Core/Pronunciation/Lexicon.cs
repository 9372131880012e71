using System.Buffers.Binary;
using System.Text;

namespace VirtualTA.Core.Pronunciation;

/// <summary>A pronouncing dictionary, kept as sorted bytes: lookups are binary searches, loading builds no strings.</summary>
/// <remarks>
/// File: brotli over <c>"VTALEX1\0"</c>, entry count (int32), four streams each with an int32 length: shared prefix
/// lengths (1 byte an entry), suffixes (ASCII, newline between), phone counts (1 byte), phone ids. Entries are sorted by
/// byte value; variants of a word follow each other, the preferred one first. Immutable and safe for use by many threads.
/// </remarks>
public sealed class Lexicon
{
    internal static readonly byte[] Magic = "VTALEX1\0"u8.ToArray();

    private const int LongestWord = 255;

    private readonly byte[] _letters;
    private readonly int[] _wordStarts;
    private readonly byte[] _phones;
    private readonly int[] _phoneStarts;

    private Lexicon(byte[] letters, int[] wordStarts, byte[] phones, int[] phoneStarts)
    {
        _letters = letters;
        _wordStarts = wordStarts;
        _phones = phones;
        _phoneStarts = phoneStarts;
    }

    /// <summary>Number of pronunciations, variants counted.</summary>
    public int Count => _wordStarts.Length - 1;

    /// <summary>Loads the dictionary that comes with the models.</summary>
    public static Lexicon LoadDefault() => Load(Models.ModelFolder.PathOf("pronunciation", "cmudict.lex.br"));

    /// <summary>Loads a dictionary file.</summary>
    /// <exception cref="InvalidDataException">The file is not a dictionary or is damaged.</exception>
    public static Lexicon Load(string path) => CompressedFile.Load(path, Read);

    /// <summary>Reads a dictionary file from a stream.</summary>
    /// <exception cref="InvalidDataException">The data is not a dictionary or is damaged.</exception>
    public static Lexicon Read(Stream stream)
    {
        SectionReader reader = new(CompressedFile.Decompress(stream, "a pronouncing dictionary"), Magic);
        int count = reader.Count;
        ReadOnlySpan<byte> shared = reader.Section();
        ReadOnlySpan<byte> suffixes = reader.Section();
        ReadOnlySpan<byte> phoneCounts = reader.Section();
        byte[] phones = reader.Section().ToArray();
        if (shared.Length != count || phoneCounts.Length != count || phones.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)(PhoneSet.Count - 1)))
        {
            throw new InvalidDataException("not a pronouncing dictionary (sections disagree).");
        }

        return Expand(shared, suffixes, phoneCounts, phones);
    }

    /// <summary>Whether the word is in the dictionary; case is ignored.</summary>
    public bool Contains(ReadOnlySpan<char> word) => FirstEntry(word) >= 0;

    /// <summary>The preferred pronunciation of a word; case is ignored.</summary>
    public bool TryFind(ReadOnlySpan<char> word, out Phones phones)
    {
        int entry = FirstEntry(word);
        phones = entry < 0 ? default : PhonesAt(entry);
        return entry >= 0;
    }

    /// <summary>All pronunciations of a word, the preferred one first; empty when the word is unknown.</summary>
    public IReadOnlyList<Phones> FindAll(ReadOnlySpan<char> word)
    {
        int entry = FirstEntry(word);
        if (entry < 0)
        {
            return [];
        }

        List<Phones> found = [PhonesAt(entry)];
        while (entry + 1 < Count && LettersAt(entry + 1).SequenceEqual(LettersAt(entry)))
        {
            found.Add(PhonesAt(++entry));
        }

        return found;
    }

    /// <summary>Every word with every pronunciation, in the order of the file.</summary>
    public IEnumerable<KeyValuePair<string, Phones>> Entries()
    {
        for (int entry = 0; entry < Count; entry++)
        {
            yield return new(Encoding.ASCII.GetString(LettersAt(entry)), PhonesAt(entry));
        }
    }

    private static Lexicon Expand(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> suffixes, ReadOnlySpan<byte> phoneCounts, byte[] phones)
    {
        int count = shared.Length;
        int[] wordStarts = new int[count + 1];
        int[] phoneStarts = new int[count + 1];
        int letterCount = suffixes.Length - count;
        foreach (byte length in shared)
        {
            letterCount += length;
        }

        byte[] letters = new byte[Math.Max(0, letterCount)];
        int position = 0;
        for (int entry = 0; entry < count; entry++)
        {
            int suffixLength = suffixes.IndexOf((byte)'\n');
            int start = entry == 0 ? 0 : wordStarts[entry - 1];
            if (suffixLength < 0 || shared[entry] > position - start || position + shared[entry] + suffixLength > letters.Length)
            {
                throw new InvalidDataException($"not a pronouncing dictionary (entry {entry} is damaged).");
            }

            wordStarts[entry] = position;
            letters.AsSpan(start, shared[entry]).CopyTo(letters.AsSpan(position));
            suffixes[..suffixLength].CopyTo(letters.AsSpan(position + shared[entry]));
            position += shared[entry] + suffixLength;
            suffixes = suffixes[(suffixLength + 1)..];
            phoneStarts[entry + 1] = phoneStarts[entry] + phoneCounts[entry];
        }

        wordStarts[count] = position;
        return phoneStarts[count] == phones.Length
            ? new Lexicon(letters, wordStarts, phones, phoneStarts)
            : throw new InvalidDataException("not a pronouncing dictionary (phone counts disagree).");
    }

    private int FirstEntry(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || word.Length > LongestWord)
        {
            return -1;
        }

        Span<byte> key = stackalloc byte[word.Length];
        for (int index = 0; index < word.Length; index++)
        {
            char letter = char.ToLowerInvariant(word[index]);
            if (letter > 127)
            {
                return -1;
            }

            key[index] = (byte)letter;
        }

        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (LettersAt(middle).SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < Count && LettersAt(low).SequenceEqual(key) ? low : -1;
    }

    private ReadOnlySpan<byte> LettersAt(int entry) =>
        _letters.AsSpan(_wordStarts[entry], _wordStarts[entry + 1] - _wordStarts[entry]);

    private Phones PhonesAt(int entry) =>
        new(_phones.AsMemory(_phoneStarts[entry], _phoneStarts[entry + 1] - _phoneStarts[entry]));
}

/// <summary>Reads the length-prefixed sections of a pronunciation file, refusing lengths that do not fit.</summary>
internal ref struct SectionReader
{
    private ReadOnlySpan<byte> _rest;

    internal SectionReader(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic)
    {
        if (!bytes.StartsWith(magic))
        {
            throw new InvalidDataException($"does not begin with {Encoding.ASCII.GetString(magic).TrimEnd('\0')}: wrong kind or version of file.");
        }

        _rest = bytes[magic.Length..];
        Count = Number();
    }

    internal int Count { get; }

    internal int Number()
    {
        if (_rest.Length < sizeof(int))
        {
            throw new InvalidDataException("is cut short.");
        }

        int number = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return number >= 0 ? number : throw new InvalidDataException("has a negative length.");
    }

    internal ReadOnlySpan<byte> Section()
    {
        int length = Number();
        if (length > _rest.Length)
        {
            throw new InvalidDataException("is cut short.");
        }

        ReadOnlySpan<byte> section = _rest[..length];
        _rest = _rest[length..];
        return section;
    }
}
