using System.Text;
using VirtualTA.Server.Lectures.Qr;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>Reads the drawn modules back as a reader would, by the layout of the standard.</summary>
public sealed class QrCodeTests
{
    [Theory]
    [InlineData("HI")]
    [InlineData("http://localhost:5080/lecture?code=K7M-4PX")]
    [InlineData("https://lectures.example.org/lecture?code=K7M-4PX&x=ÄÖÜ-and-some-more-characters-to-fill-a-larger-code-of-version-seven-0123456789")]
    public void Code_ReadsBackToItsText(string text) => Assert.Equal(text, Read(QrCode.Encode(text)));

    [Fact]
    public void Format_IsThatOfTheStandard()
    {
        var code = QrMatrix.Draw(QrVersion.All[0], new byte[26], mask: 5);

        // Medium error correction with mask 5 is 100000011001110 in the table of the standard.
        var bits = Enumerable.Range(0, 15).Select(i => i < 6 ? code[i, 8] : i < 8 ? code[i + 1, 8] : i == 8 ? code[8, 7] : code[8, 14 - i]);
        Assert.Equal("100000011001110", string.Concat(bits.Reverse().Select(bit => bit ? '1' : '0')));
    }

    [Fact]
    public void CheckBytes_AreThoseOfThePublishedExample()
    {
        byte[] data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];

        Assert.Equal([196, 35, 39, 119, 235, 215, 231, 226, 93, 23], ReedSolomon.CheckBytes(data, 10));
    }

    [Fact]
    public void TooLongText_IsRefused() => Assert.Throws<ArgumentException>(() => QrCode.Encode(new string('x', 181)));

    private static string Read(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var version = QrVersion.All.Single(one => one.Size == size);
        var format = Enumerable.Range(0, 15).Sum(i => (i < 6 ? dark[i, 8] : i < 8 ? dark[i + 1, 8] : i == 8 ? dark[8, 7] : dark[8, 14 - i]) ? 1 << i : 0) ^ 0x5412;
        var bytes = Codewords(dark, version, (format >> 10) & 7);

        // Out of the turn-taking of the blocks.
        var blocks = version.Blocks.Select(length => new byte[length]).ToArray();
        var next = 0;
        for (var i = 0; i < version.Blocks[^1]; i++)
        {
            foreach (var block in blocks.Where(block => i < block.Length))
            {
                block[i] = bytes[next++];
            }
        }

        byte[] data = [.. blocks.SelectMany(block => block)];
        var length = ((data[0] & 15) << 4) | (data[1] >> 4);
        return Encoding.UTF8.GetString([.. Enumerable.Range(1, length).Select(i => (byte)((data[i] << 4) | (data[i + 1] >> 4)))]);
    }

    private static byte[] Codewords(bool[,] dark, QrVersion version, int mask)
    {
        var size = version.Size;
        var bits = new List<bool>();
        var columns = Enumerable.Range(0, size).Where(column => column != 6).Reverse().Chunk(2).ToList();
        for (var pair = 0; pair < columns.Count; pair++)
        {
            for (var step = 0; step < size; step++)
            {
                var row = pair % 2 == 0 ? size - 1 - step : step;
                bits.AddRange(columns[pair].Where(column => !IsPattern(row, column, version)).Select(column => dark[row, column] ^ QrMatrix.IsMasked(mask, row, column)));
            }
        }

        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => (byte)eight.Aggregate(0, (value, bit) => (value << 1) | (bit ? 1 : 0)))];
    }

    private static bool IsPattern(int row, int column, QrVersion version)
    {
        var size = version.Size;
        var isFinder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9);
        var isVersion = version.Number >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11));
        var centres = version.Alignments;
        var isAlignment = centres.Any(y => centres.Any(x =>
            Math.Abs(row - y) <= 2 && Math.Abs(column - x) <= 2
            && !((y == 6 && x == 6) || (y == 6 && x == centres[^1]) || (x == 6 && y == centres[^1]))));
        return isFinder || isVersion || isAlignment || row == 6 || column == 6;
    }
}
