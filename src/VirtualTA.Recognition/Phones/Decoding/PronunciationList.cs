using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>How words sound: word ids with classes of <see cref="PhoneClasses"/>, all in three arrays. Not thread-safe while being filled.</summary>
public sealed class PronunciationList
{
    private readonly List<int> _words = [];
    private readonly List<int> _ends = [];
    private readonly List<byte> _phones = [];

    /// <summary>Makes an empty list.</summary>
    public PronunciationList()
    {
    }

    /// <summary>Makes a list that begins as another; later additions to either do not change the other.</summary>
    public PronunciationList(PronunciationList start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _words.AddRange(start._words);
        _ends.AddRange(start._ends);
        _phones.AddRange(start._phones);
    }

    /// <summary>Number of pronunciations.</summary>
    public int Count => _words.Count;

    /// <summary>Adds a pronunciation; a word may have several.</summary>
    public void Add(int word, ReadOnlySpan<byte> phones)
    {
        _words.Add(word);
        _phones.AddRange(phones);
        _ends.Add(_phones.Count);
    }

    /// <summary>Gives back what is not needed when nothing is added any more.</summary>
    public void Trim()
    {
        _words.TrimExcess();
        _ends.TrimExcess();
        _phones.TrimExcess();
    }

    /// <summary>The pronunciations that have phones, by their phones, then by word.</summary>
    internal int[] Sorted()
    {
        int[] sorted = [.. Enumerable.Range(0, Count).Where(entry => !Phones(entry).IsEmpty)];

        // By the first eight phones as one number, which is many times faster; what is equal there is compared whole.
        var keys = Array.ConvertAll(sorted, Key);
        Array.Sort(keys, sorted);
        Comparison<int> compare = Compare;
        for (var from = 0; from < keys.Length;)
        {
            var end = from + 1;
            while (end < keys.Length && keys[end] == keys[from])
            {
                end++;
            }

            if (end - from > 1)
            {
                sorted.AsSpan(from..end).Sort(compare);
            }

            from = end;
        }

        return sorted;
    }

    /// <summary>The word of a pronunciation.</summary>
    internal int Word(int entry) => _words[entry];

    /// <summary>The phones of a pronunciation; valid until something is added.</summary>
    internal ReadOnlySpan<byte> Phones(int entry)
    {
        var from = entry == 0 ? 0 : _ends[entry - 1];
        return CollectionsMarshal.AsSpan(_phones)[from.._ends[entry]];
    }

    private ulong Key(int entry)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        var phones = Phones(entry);
        phones[..Math.Min(phones.Length, first.Length)].CopyTo(first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    private int Compare(int left, int right)
    {
        var order = Phones(left).SequenceCompareTo(Phones(right));
        return order != 0 ? order : _words[left].CompareTo(_words[right]);
    }
}
