using System.Runtime.InteropServices;

namespace VirtualTA.Neural.Memory;

/// <summary>Zeroed native memory on a cache-line boundary that never moves; freed when no longer referenced.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    // Whole vectors may be loaded past the end of the last row.
    private const int Slack = 64;
    private readonly nuint _bytes;

    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _bytes = (nuint)((length * sizeof(T)) + Slack);
        Pointer = (T*)NativeMemory.AlignedAlloc(_bytes, Alignment);
        NativeMemory.Clear(Pointer, _bytes);
        GC.AddMemoryPressure((long)_bytes);
    }

    ~AlignedBuffer()
    {
        if (Pointer != null)
        {
            NativeMemory.AlignedFree(Pointer);
            GC.RemoveMemoryPressure((long)_bytes);
        }
    }

    public T* Pointer { get; }

    public long Length { get; }

    public Span<T> Span => new(Pointer, checked((int)Length));

    public static AlignedBuffer<T> From(ReadOnlySpan<T> values)
    {
        var buffer = new AlignedBuffer<T>(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
