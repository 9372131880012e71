using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        var packed = Vector256.Load((ushort*)column);
        var halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(packed)
            : Vector512.Create(Vector256.WidenLower(packed), Vector256.WidenUpper(packed));
        var magnitude = ((halves & Vector512.Create(0x7FFFu)) << 13).AsSingle() * ExponentRepair;
        return (magnitude.AsUInt32() | ((halves & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    public static Vector256<float> LoadLower(byte* column) => Widen((ushort*)column);

    public static Vector256<float> LoadUpper(byte* column) => Widen((ushort*)column + 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(ushort* packed)
    {
        var halves = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(packed).AsUInt32()
            : Vector256.Create(Vector128.WidenLower(Vector128.Load(packed)), Vector128.WidenUpper(Vector128.Load(packed)));
        var magnitude = ((halves & Vector256.Create(0x7FFFu)) << 13).AsSingle() * ExponentRepair;
        return (magnitude.AsUInt32() | ((halves & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
