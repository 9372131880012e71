using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

/// <summary>Weights in single precision.</summary>
internal readonly unsafe struct FloatPanel : IPanelFormat
{
    public static int ColumnBytes => 64;

    public static Vector512<float> Load(byte* column) => Vector512.Load((float*)column);

    public static Vector256<float> LoadLower(byte* column) => Vector256.Load((float*)column);

    public static Vector256<float> LoadUpper(byte* column) => Vector256.Load((float*)column + 8);
}

/// <summary>Weights in half precision, finite.</summary>
internal readonly unsafe struct HalfPanel : IPanelFormat
{
    // Shifting a half's exponent into a float's place leaves it 112 too small; this factor repairs it, subnormals included.
    private const float ExponentRepair = 5.192296858534828e33f;

    public static int ColumnBytes => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* column)
    {
        var halves = Vector512.WidenLower(Vector512.Create(Vector256.Load((ushort*)column), default));
        var magnitude = ((halves & Vector512.Create(0x7FFFu)) << 13).AsSingle() * ExponentRepair;
        return (magnitude.AsUInt32() | ((halves & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    public static Vector256<float> LoadLower(byte* column) => Widen(Vector128.Load((ushort*)column));

    public static Vector256<float> LoadUpper(byte* column) => Widen(Vector128.Load((ushort*)column + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(Vector128<ushort> packed)
    {
        var halves = Vector256.WidenLower(Vector256.Create(packed, default));
        var magnitude = ((halves & Vector256.Create(0x7FFFu)) << 13).AsSingle() * ExponentRepair;
        return (magnitude.AsUInt32() | ((halves & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
