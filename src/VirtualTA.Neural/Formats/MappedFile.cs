using System.IO.MemoryMappedFiles;

namespace VirtualTA.Neural.Formats;

/// <summary>A whole file mapped read-only into memory.</summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private bool _disposed;

    private MappedFile(string path, long length)
    {
        Path = path;
        Length = length;
        if (length == 0)
        {
            return;
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>Path as given.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="ModelFormatException">The file is missing or cannot be opened.</exception>
    public static MappedFile Open(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists
                ? new MappedFile(path, file.Length)
                : throw new ModelFormatException($"{path}: there is no such model file. `virtualta models list` shows what is installed.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException($"{path}: cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>Bytes of the file; valid until the file is disposed.</summary>
    /// <exception cref="ModelFormatException">The range reaches beyond the file.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, long count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return offset >= 0 && count is >= 0 and <= int.MaxValue && offset <= Length - count
            ? new ReadOnlySpan<byte>(_start + offset, (int)count)
            : throw new ModelFormatException($"{Path}: the file is cut short: {count} bytes at {offset} lie beyond its {Length} bytes. Fetch it again.");
    }

    // Whoever keeps pointers into the file keeps it until nobody does, and need not say when.
    ~MappedFile() => Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _view?.Dispose();
        _file?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (!_disposed)
        {
            _disposed = true;
            _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
