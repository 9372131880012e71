using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualTA.Neural.Kernels;

/// <summary>Products of single-precision tokens with panels of 16 weight rows, laid out [columns, 16].</summary>
/// <remarks>Each output is one chain of multiply-adds in column order, whatever the number of tokens: a token's result does not depend on its company.</remarks>
internal abstract unsafe class FloatKernel
{
    public const int PanelRows = 16;

    /// <summary>Most tokens in one call.</summary>
    public const int BlockTokens = 8;

    /// <summary>All implementations that run on this processor, fastest first.</summary>
    public static IReadOnlyList<FloatKernel> Available { get; } = FindAvailable();

    /// <summary>The fastest implementation, chosen once.</summary>
    public static FloatKernel Best { get; } = Available[0];

    public abstract string Name { get; }

    /// <summary>Multiplies two neighbouring panels with up to <see cref="BlockTokens"/> tokens.</summary>
    /// <typeparam name="TPanel">How weights are stored.</typeparam>
    /// <param name="first">First panel, [columns, 16].</param>
    /// <param name="second">Second panel; may equal the first.</param>
    /// <param name="columns">Inputs.</param>
    /// <param name="input">[tokens, stride].</param>
    /// <param name="stride">Floats between tokens.</param>
    /// <param name="tokens">1 to <see cref="BlockTokens"/>.</param>
    /// <param name="sums">[<see cref="BlockTokens"/>, 32], the first <paramref name="tokens"/> overwritten.</param>
    public abstract void Multiply<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, int tokens, float* sums)
        where TPanel : struct, IPanelFormat;

    /// <summary>Asks for a cache line of the next pair of panels.</summary>
    /// <remarks>One token uses every weight once, so it waits for memory; the two panels of a pair end too soon for the processor to foresee what follows.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void Fetch(byte* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(line);
        }
    }

    private static List<FloatKernel> FindAvailable()
    {
        var kernels = new List<FloatKernel>();
        if (Vector512.IsHardwareAccelerated)
        {
            kernels.Add(new Float512Kernel());
        }

        if (Vector256.IsHardwareAccelerated)
        {
            kernels.Add(new Float256Kernel());
        }

        kernels.Add(new PortableFloatKernel());
        return kernels;
    }
}
