namespace VirtualTA.Recognition.Phones.Language;

/// <summary>Which words follow each of a number of rows: a row is a word or a pair of words. Two integers an entry; immutable.</summary>
internal sealed class SuccessorTable
{
    private readonly int[] _starts;
    private readonly int[] _words;

    /// <summary>Builds the table.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="entries">Entries of <see cref="Entry"/>, in any order, also several times; sorted by this.</param>
    public SuccessorTable(int rows, ulong[] entries)
    {
        Array.Sort(entries);
        var count = 0;
        foreach (var entry in entries)
        {
            if (count == 0 || entries[count - 1] != entry)
            {
                entries[count++] = entry;
            }
        }

        _words = new int[count];
        _starts = new int[rows + 1];
        for (var i = 0; i < count; i++)
        {
            _words[i] = (int)(uint)entries[i];
            _starts[(int)(entries[i] >> 32) + 1]++;
        }

        for (var row = 0; row < rows; row++)
        {
            _starts[row + 1] += _starts[row];
        }
    }

    /// <summary>Number of entries.</summary>
    public int Count => _words.Length;

    /// <summary>An entry: a row and a word that follows it.</summary>
    public static ulong Entry(int row, int word) => ((ulong)row << 32) | (uint)word;

    /// <summary>Number of the entry, or −1; rows and words of −1 have none.</summary>
    public int Find(int row, int word)
    {
        if (row < 0)
        {
            return -1;
        }

        var found = _words.AsSpan(_starts[row], _starts[row + 1] - _starts[row]).BinarySearch(word);
        return found < 0 ? -1 : _starts[row] + found;
    }

    /// <summary>Whether any word follows the row.</summary>
    public bool HasAny(int row) => row >= 0 && _starts[row + 1] > _starts[row];
}
