using System.Runtime.InteropServices;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Memory;

/// <summary>Scratch memory of one computation at a time, and the threads it may use. Grows while warming up, then never allocates.</summary>
/// <remarks>Spans taken inside a <see cref="Begin"/> scope are valid until that scope is disposed. Not thread-safe: one per stream or thread.</remarks>
public sealed unsafe class Workspace
{
    private const int Alignment = 64;
    private readonly List<AlignedBuffer<byte>> _blocks = [];
    private int _block;
    private long _used;
    private long _smallest;

    /// <summary>Creates a workspace.</summary>
    /// <param name="pool">Threads to use; <see cref="WorkerPool.Shared"/> if not given.</param>
    /// <param name="bytes">Memory to start with.</param>
    public Workspace(WorkerPool? pool = null, int bytes = 1 << 18)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        Pool = pool ?? WorkerPool.Shared;
        _smallest = bytes;
    }

    /// <summary>Threads that computations with this workspace use.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Starts a scope; memory taken after this call is given back when it is disposed.</summary>
    public Scope Begin() => new(this, _block, _used);

    /// <summary>Takes uninitialised memory, 64-byte aligned, that stays where it is.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    public Span<T> Take<T>(int count)
        where T : unmanaged
    {
        var bytes = (((long)count * sizeof(T)) + Alignment - 1) / Alignment * Alignment;
        while (_block < _blocks.Count && _used + bytes > _blocks[_block].Length)
        {
            _block++;
            _used = 0;
        }

        if (_block == _blocks.Count)
        {
            _smallest = Math.Max(_smallest * 2, bytes);
            _blocks.Add(new AlignedBuffer<byte>(_smallest));
        }

        var span = new Span<T>(_blocks[_block].Pointer + _used, count);
        _used += bytes;
        return span;
    }

    /// <summary>Takes uninitialised floats.</summary>
    public Span<float> Floats(int count) => Take<float>(count);

    /// <summary>Gives memory back on disposal.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly ref struct Scope
    {
        private readonly Workspace _workspace;
        private readonly int _block;
        private readonly long _used;

        internal Scope(Workspace workspace, int block, long used) => (_workspace, _block, _used) = (workspace, block, used);

        /// <summary>Ends the scope.</summary>
        public void Dispose() => (_workspace._block, _workspace._used) = (_block, _used);
    }
}
