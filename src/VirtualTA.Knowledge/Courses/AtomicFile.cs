namespace VirtualTA.Knowledge.Courses;

/// <summary>Replaces files so that a crash leaves either the old or the new content.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of files that are being written; whatever is found with it is a leftover.</summary>
    public const string TemporaryEnding = ".writing";

    /// <summary>Writes <paramref name="path"/> through a temporary file in the same folder, flushed to the disk and renamed.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}{TemporaryEnding}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
