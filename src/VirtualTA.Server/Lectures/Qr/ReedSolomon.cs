namespace VirtualTA.Server.Lectures.Qr;

/// <summary>Check bytes over the field of 256 elements with the polynomial x⁸ + x⁴ + x³ + x² + 1.</summary>
internal static class ReedSolomon
{
    private const int Polynomial = 0x11D;

    public static byte[] CheckBytes(ReadOnlySpan<byte> data, int count)
    {
        var generator = Generator(count);
        var rest = new byte[count];
        foreach (var value in data)
        {
            var factor = (byte)(value ^ rest[0]);
            Array.Copy(rest, 1, rest, 0, count - 1);
            rest[^1] = 0;
            for (var i = 0; i < count; i++)
            {
                rest[i] ^= Multiply(generator[i], factor);
            }
        }

        return rest;
    }

    public static byte Multiply(byte left, byte right)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * Polynomial);
            product ^= ((right >> bit) & 1) * left;
        }

        return (byte)product;
    }

    /// <summary>The product of (x − 2ⁱ), without its leading 1.</summary>
    private static byte[] Generator(int degree)
    {
        var result = new byte[degree];
        result[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
            {
                result[j] = Multiply(result[j], root);
                if (j + 1 < degree)
                {
                    result[j] ^= result[j + 1];
                }
            }

            root = Multiply(root, 2);
        }

        return result;
    }
}
