namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>Pronunciations as a tree of phones; children of a node lie side by side. Immutable.</summary>
public sealed class LexiconTrie
{
    private readonly int[] _firstChild;
    private readonly byte[] _phone;
    private readonly int[] _firstWord;
    private readonly int[] _words;

    /// <summary>Builds the tree.</summary>
    /// <param name="entries">How the words sound; those that have no phones are left out.</param>
    public LexiconTrie(PronunciationList entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var sorted = entries.Sorted();

        // Breadth first: a node is a range of sorted entries that agree in the first `depth` phones.
        var ranges = new List<(int From, int To, int Depth)> { (0, sorted.Length, 0) };
        var phones = new List<byte> { PhoneClasses.Silence };
        var firstChild = new List<int>();
        var firstWord = new List<int>();
        var words = new List<int>();
        for (var node = 0; node < ranges.Count; node++)
        {
            var (from, to, depth) = ranges[node];
            firstWord.Add(words.Count);
            while (from < to && entries.Phones(sorted[from]).Length == depth)
            {
                if (words.Count == firstWord[node] || words[^1] != entries.Word(sorted[from]))
                {
                    words.Add(entries.Word(sorted[from]));
                }

                from++;
            }

            firstChild.Add(ranges.Count);
            while (from < to)
            {
                var phone = entries.Phones(sorted[from])[depth];
                var end = from + 1;
                while (end < to && entries.Phones(sorted[end])[depth] == phone)
                {
                    end++;
                }

                ranges.Add((from, end, depth + 1));
                phones.Add(phone);
                from = end;
            }
        }

        firstChild.Add(ranges.Count);
        firstWord.Add(words.Count);
        (_firstChild, _phone, _firstWord, _words) = ([.. firstChild], [.. phones], [.. firstWord], [.. words]);
    }

    /// <summary>Number of nodes; node 0 is the root.</summary>
    public int NodeCount => _phone.Length;

    /// <summary>Class of the phone that leads to a node.</summary>
    public byte Phone(int node) => _phone[node];

    /// <summary>Children of a node, as a range of nodes.</summary>
    public (int First, int End) Children(int node) => (_firstChild[node], _firstChild[node + 1]);

    /// <summary>Words that end at a node.</summary>
    public ReadOnlySpan<int> Words(int node) => _words.AsSpan(_firstWord[node], _firstWord[node + 1] - _firstWord[node]);

    /// <summary>For every node the best score of any word at or below it: what a partial word may still be worth.</summary>
    /// <param name="score">Score of a word.</param>
    public float[] BestBelow(Func<int, float> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var best = new float[NodeCount];
        for (var node = NodeCount - 1; node >= 0; node--)
        {
            best[node] = float.NegativeInfinity;
            foreach (var word in Words(node))
            {
                best[node] = Math.Max(best[node], score(word));
            }

            for (var child = _firstChild[node]; child < _firstChild[node + 1]; child++)
            {
                best[node] = Math.Max(best[node], best[child]);
            }
        }

        return best;
    }
}
