using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VirtualTA.Core.Pronunciation.Training;

/// <summary>Writes the file that <see cref="Lexicon"/> reads.</summary>
public static class LexiconWriter
{
    private const int LongestWord = 200;

    /// <summary>Sorts the entries (stable, so that the preferred variant stays first), drops doubles and writes them.</summary>
    /// <exception cref="ArgumentException">A word is empty, too long or not ASCII, or has too many phones.</exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Phones>> entries)
    {
        KeyValuePair<string, Phones>[] sorted =
            [.. entries.Distinct().OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        byte[] shared = new byte[sorted.Length];
        byte[] phoneCounts = new byte[sorted.Length];
        StringBuilder suffixes = new();
        using MemoryStream phones = new();
        string previous = "";
        for (int index = 0; index < sorted.Length; index++)
        {
            (string word, Phones said) = sorted[index];
            if (word.Length is 0 or > LongestWord || said.Length is 0 or > byte.MaxValue || !Ascii.IsValid(word) || word.Contains('\n', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{word}' cannot be stored: words are 1–{LongestWord} ASCII characters with 1–255 phones.", nameof(entries));
            }

            int same = previous.AsSpan().CommonPrefixLength(word);
            shared[index] = (byte)same;
            suffixes.Append(word.AsSpan(same)).Append('\n');
            phoneCounts[index] = (byte)said.Length;
            phones.Write(said.Ids);
            previous = word;
        }

        using BrotliStream brotli = new(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        brotli.Write(Lexicon.Magic);
        WriteNumber(brotli, sorted.Length);
        WriteSection(brotli, shared);
        WriteSection(brotli, Encoding.ASCII.GetBytes(suffixes.ToString()));
        WriteSection(brotli, phoneCounts);
        WriteSection(brotli, phones.ToArray());
    }

    internal static void WriteNumber(Stream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        stream.Write(bytes);
    }

    internal static void WriteSection(Stream stream, ReadOnlySpan<byte> section)
    {
        WriteNumber(stream, section.Length);
        stream.Write(section);
    }
}
