namespace VirtualTA.Server.Lectures.Qr;

/// <summary>How hard a QR code is to read: long runs, squares, false finders, and more dark than light or the other way.</summary>
internal static class QrPenalty
{
    private static readonly bool[] Finder = [true, false, true, true, true, false, true, false, false, false, false];
    private static readonly bool[] FinderReversed = [.. Finder.Reverse()];

    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var penalty = 0;
        for (var i = 0; i < size; i++)
        {
            bool[] row = [.. Enumerable.Range(0, size).Select(j => dark[i, j])];
            bool[] column = [.. Enumerable.Range(0, size).Select(j => dark[j, i])];
            penalty += Runs(row) + Runs(column) + Finders(row) + Finders(column);
        }

        return penalty + Squares(dark, size) + Balance(dark, size);
    }

    private static int Runs(bool[] line)
    {
        var (penalty, run) = (0, 1);
        for (var i = 1; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == line[i - 1])
            {
                run++;
            }
            else
            {
                penalty += run >= 5 ? run - 2 : 0;
                run = 1;
            }
        }

        return penalty;
    }

    private static int Finders(bool[] line)
    {
        var penalty = 0;
        for (var i = 0; i + Finder.Length <= line.Length; i++)
        {
            var part = line.AsSpan(i, Finder.Length);
            penalty += part.SequenceEqual(Finder) || part.SequenceEqual(FinderReversed) ? 40 : 0;
        }

        return penalty;
    }

    private static int Squares(bool[,] dark, int size)
    {
        var penalty = 0;
        for (var y = 0; y + 1 < size; y++)
        {
            for (var x = 0; x + 1 < size; x++)
            {
                penalty += dark[y, x] == dark[y, x + 1] && dark[y, x] == dark[y + 1, x] && dark[y, x] == dark[y + 1, x + 1] ? 3 : 0;
            }
        }

        return penalty;
    }

    private static int Balance(bool[,] dark, int size)
    {
        var share = 100 * dark.Cast<bool>().Count(isDark => isDark) / (size * size);
        return Math.Abs(share - 50) / 5 * 10;
    }
}
