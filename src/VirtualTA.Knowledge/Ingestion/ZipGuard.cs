using System.IO.Compression;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Refuses archives that are bombs or reach outside themselves, before a parser sees them.</summary>
internal static class ZipGuard
{
    /// <summary>Checks names, count and true decompressed size of the XML parts.</summary>
    /// <exception cref="IngestException">The archive is dangerous.</exception>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static async Task CheckAsync(string path, IngestLimits limits, CancellationToken cancellationToken)
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.Entries.Count > limits.MaximumParts)
        {
            throw new IngestException($"it has more than {limits.MaximumParts} parts inside, which no slides have.");
        }

        var total = 0L;
        var buffer = new byte[1 << 16];
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.StartsWith('/') || entry.FullName.Contains("..", StringComparison.Ordinal) || entry.FullName.Contains('\\', StringComparison.Ordinal))
            {
                throw new IngestException("a part inside it has a path that leads outside the file. It was not made by PowerPoint; do not trust it.");
            }

            if (!IsXml(entry.FullName))
            {
                continue;
            }

            total += await MeasureAsync(entry, limits.MaximumPartBytes, buffer, cancellationToken);
            if (total > limits.MaximumPartBytes * 8)
            {
                throw new IngestException("its text is unpacked far larger than slides ever are (a decompression bomb).");
            }
        }
    }

    private static bool IsXml(string name) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    // The size in the directory can lie; only unpacking tells.
    private static async Task<long> MeasureAsync(ZipArchiveEntry entry, long maximum, byte[] buffer, CancellationToken cancellationToken)
    {
        await using var stream = await entry.OpenAsync(cancellationToken);
        var size = 0L;
        var seenDocumentType = false;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            seenDocumentType |= size == 0 && buffer.AsSpan(0, read).IndexOf("<!DOCTYPE"u8) >= 0;
            size += read;
            if (size > maximum)
            {
                throw new IngestException($"a part inside it unpacks to more than {maximum >> 20} MB (a decompression bomb).");
            }
        }

        return seenDocumentType ? throw new IngestException("a part inside it declares its own document type, which PowerPoint never does; do not trust it.") : size;
    }
}
