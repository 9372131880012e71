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
    private readonly void* _start;

    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _bytes = (nuint)((length * sizeof(T)) + Slack + Alignment);

        // Zeroed by the system when first touched: a cache at full capacity costs memory only for what is in it.
        _start = NativeMemory.AllocZeroed(_bytes);
        Pointer = (T*)(((nuint)_start + Alignment - 1) & ~(nuint)(Alignment - 1));
        GC.AddMemoryPressure((long)_bytes);
    }

    ~AlignedBuffer()
    {
        if (_start != null)
        {
            NativeMemory.Free(_start);
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
