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

    // The shifted sign bits between sign and exponent are not part of the number.
    private const int SignExponentAndFraction = unchecked((int)0x8FFFE000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* column)
    {
        var packed = Vector256.Load((short*)column);
        var wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(packed)
            : Vector512.Create(Vector256.WidenLower(packed), Vector256.WidenUpper(packed));
        return ((wide << 13) & Vector512.Create(SignExponentAndFraction)).AsSingle() * ExponentRepair;
    }

    public static Vector256<float> LoadLower(byte* column) => Widen((short*)column);

    public static Vector256<float> LoadUpper(byte* column) => Widen((short*)column + 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(short* packed)
    {
        var wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(packed)
            : Vector256.Create(Vector128.WidenLower(Vector128.Load(packed)), Vector128.WidenUpper(Vector128.Load(packed)));
        return ((wide << 13) & Vector256.Create(SignExponentAndFraction)).AsSingle() * ExponentRepair;
    }
}
