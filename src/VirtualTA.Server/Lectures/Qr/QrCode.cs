using System.Text;

namespace VirtualTA.Server.Lectures.Qr;

/// <summary>Writes a text as QR code: byte mode, medium error correction (ISO/IEC 18004).</summary>
internal static class QrCode
{
    private const byte FirstPad = 0xEC;
    private const byte SecondPad = 0x11;
    private const int ByteMode = 0b0100;

    /// <summary>The modules, row by row; true is dark.</summary>
    /// <exception cref="ArgumentException">The text is longer than 180 bytes.</exception>
    public static bool[,] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = QrVersion.All.FirstOrDefault(one => one.Capacity >= bytes.Length)
            ?? throw new ArgumentException($"A text of {bytes.Length} bytes is too long for a QR code that a phone reads across a hall.", nameof(text));
        var codewords = Interleave(version, Fill(version, bytes));
        return Enumerable.Range(0, QrMatrix.Masks)
            .Select(mask => QrMatrix.Draw(version, codewords, mask))
            .MinBy(QrPenalty.Of)!;
    }

    private static byte[] Fill(QrVersion version, byte[] text)
    {
        var data = new byte[version.DataBytes];
        data[0] = (byte)((ByteMode << 4) | (text.Length >> 4));
        data[1] = (byte)(text.Length << 4);
        for (var i = 0; i < text.Length; i++)
        {
            data[i + 1] |= (byte)(text[i] >> 4);
            data[i + 2] = (byte)(text[i] << 4);
        }

        for (var i = text.Length + 2; i < data.Length; i++)
        {
            data[i] = (i - text.Length) % 2 == 0 ? FirstPad : SecondPad;
        }

        return data;
    }

    /// <summary>Splits data into blocks, adds check bytes, and takes from every block in turn.</summary>
    private static byte[] Interleave(QrVersion version, byte[] data)
    {
        var blocks = new List<byte[]>();
        var start = 0;
        foreach (var length in version.Blocks)
        {
            blocks.Add(data[start..(start + length)]);
            start += length;
        }

        var checks = blocks.ConvertAll(block => ReedSolomon.CheckBytes(block, version.CheckBytes));
        var result = new List<byte>();
        for (var i = 0; i < version.Blocks[^1]; i++)
        {
            result.AddRange(blocks.Where(block => i < block.Length).Select(block => block[i]));
        }

        for (var i = 0; i < version.CheckBytes; i++)
        {
            result.AddRange(checks.Select(check => check[i]));
        }

        return [.. result];
    }
}
