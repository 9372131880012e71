using System.IO.Compression;

namespace VirtualTA.Core.Pronunciation;

/// <summary>What the compressed files of this folder have in common: how they are opened, and how damage is told.</summary>
internal static class CompressedFile
{
    private const int UsualSize = 4 << 20;

    /// <summary>Reads a file; an error names it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind.</exception>
    public static T Load<T>(string path, Func<Stream, T> read)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path}: {problem.Message}", problem);
        }
    }

    /// <summary>Decompresses a whole stream.</summary>
    /// <param name="stream">Brotli data; stays open.</param>
    /// <param name="kind">What it should be, with its article, for the error.</param>
    /// <exception cref="InvalidDataException">The compression is damaged.</exception>
    public static byte[] Decompress(Stream stream, string kind)
    {
        try
        {
            using BrotliStream brotli = new(stream, CompressionMode.Decompress, leaveOpen: true);
            using MemoryStream memory = new(UsualSize);
            brotli.CopyTo(memory);
            return memory.ToArray();
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidDataException($"not {kind} (compression is damaged).", problem);
        }
    }
}
