namespace VirtualTA.Server.Lectures.Qr;

/// <summary>Draws the patterns and the codewords of a QR code.</summary>
internal sealed class QrMatrix
{
    public const int Masks = 8;
    private const int FormatPolynomial = 0x537;
    private const int FormatMask = 0x5412;
    private const int VersionPolynomial = 0x1F25;

    private readonly QrVersion _version;
    private readonly int _size;
    private readonly bool[,] _dark;
    private readonly bool[,] _taken;

    private QrMatrix(QrVersion version)
    {
        _version = version;
        _size = version.Size;
        _dark = new bool[_size, _size];
        _taken = new bool[_size, _size];
    }

    public static bool[,] Draw(QrVersion version, ReadOnlySpan<byte> codewords, int mask)
    {
        var matrix = new QrMatrix(version);
        matrix.DrawPatterns(mask);
        matrix.DrawCodewords(codewords, mask);
        return matrix._dark;
    }

    /// <summary>Whether a mask turns a module over.</summary>
    public static bool IsMasked(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };

    private void DrawPatterns(int mask)
    {
        for (var i = 0; i < _size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }

        DrawFinder(3, 3);
        DrawFinder(3, _size - 4);
        DrawFinder(_size - 4, 3);
        DrawAlignments();
        DrawFormat(mask);
        DrawVersion();
    }

    private void DrawFinder(int row, int column)
    {
        for (var y = -4; y <= 4; y++)
        {
            for (var x = -4; x <= 4; x++)
            {
                if (row + y >= 0 && row + y < _size && column + x >= 0 && column + x < _size)
                {
                    var ring = Math.Max(Math.Abs(x), Math.Abs(y));
                    Set(row + y, column + x, ring is not (2 or 4));
                }
            }
        }
    }

    private void DrawAlignments()
    {
        var centres = _version.Alignments;
        foreach (var row in centres)
        {
            foreach (var column in centres)
            {
                var isAtFinder = (row == 6 && column == 6) || (row == 6 && column == centres[^1]) || (row == centres[^1] && column == 6);
                for (var i = 0; i < 25 && !isAtFinder; i++)
                {
                    var (y, x) = ((i / 5) - 2, (i % 5) - 2);
                    Set(row + y, column + x, Math.Max(Math.Abs(x), Math.Abs(y)) != 1);
                }
            }
        }
    }

    private void DrawFormat(int mask)
    {
        // Medium error correction is 00, so the five bits are the mask's.
        var bits = ((mask << 10) | Remainder(mask, FormatPolynomial, 10)) ^ FormatMask;
        for (var i = 0; i < 15; i++)
        {
            var isDark = ((bits >> i) & 1) != 0;
            var (row, column) = i < 6 ? (i, 8) : i < 8 ? (i + 1, 8) : i == 8 ? (8, 7) : (8, 14 - i);
            Set(row, column, isDark);
            Set(i < 8 ? 8 : _size - 15 + i, i < 8 ? _size - 1 - i : 8, isDark);
        }

        Set(_size - 8, 8, true);
    }

    private void DrawVersion()
    {
        if (_version.Number < 7)
        {
            return;
        }

        var bits = (_version.Number << 12) | Remainder(_version.Number, VersionPolynomial, 12);
        for (var i = 0; i < 18; i++)
        {
            var isDark = ((bits >> i) & 1) != 0;
            Set(_size - 11 + (i % 3), i / 3, isDark);
            Set(i / 3, _size - 11 + (i % 3), isDark);
        }
    }

    /// <summary>In pairs of columns from the right, up and down in turn, leaving out the column of the timing pattern.</summary>
    private void DrawCodewords(ReadOnlySpan<byte> codewords, int mask)
    {
        var bit = 0;
        var isUp = true;
        for (var right = _size - 1; right > 0; right -= 2)
        {
            right -= right == 6 ? 1 : 0;
            for (var step = 0; step < _size; step++)
            {
                var row = isUp ? _size - 1 - step : step;
                for (var column = right; column > right - 2; column--)
                {
                    if (!_taken[row, column])
                    {
                        var isSet = bit < codewords.Length * 8 && ((codewords[bit / 8] >> (7 - (bit % 8))) & 1) != 0;
                        _dark[row, column] = isSet ^ IsMasked(mask, row, column);
                        bit++;
                    }
                }
            }

            isUp = !isUp;
        }
    }

    private void Set(int row, int column, bool isDark)
    {
        _dark[row, column] = isDark;
        _taken[row, column] = true;
    }

    private static int Remainder(int value, int polynomial, int degree)
    {
        var rest = value;
        for (var i = 0; i < degree; i++)
        {
            rest = (rest << 1) ^ ((rest >> (degree - 1)) * polynomial);
        }

        return rest;
    }
}
