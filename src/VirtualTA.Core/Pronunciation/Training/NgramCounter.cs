namespace VirtualTA.Core.Pronunciation.Training;

/// <summary>
/// Counts token sequences in a trie and turns the counts into interpolated modified Kneser–Ney probabilities
/// (Chen and Goodman 1998), with rare long sequences left out.
/// </summary>
internal sealed class NgramCounter(int order, IReadOnlyList<int> cutoffs)
{
    private const int Start = 0;

    private readonly Dictionary<long, int> _children = [];
    private readonly List<int> _parent = [-1];
    private readonly List<int> _token = [-1];
    private readonly List<int> _depth = [0];
    private readonly List<int> _count = [0];
    private readonly List<bool> _fromStart = [false];

    /// <summary>A trie node with its probability and back-off weight, both natural logarithms.</summary>
    internal readonly record struct Node(int Token, double LogProbability, double LogBackoff, int ChildCount);

    /// <summary>Counts one sequence, which begins with the start token 0.</summary>
    public void Add(ReadOnlySpan<int> sequence)
    {
        for (int first = 0; first < sequence.Length; first++)
        {
            int node = 0;
            for (int position = first; position < Math.Min(sequence.Length, first + order); position++)
            {
                node = ChildOf(node, sequence[position]);
                _count[node]++;
            }
        }
    }

    /// <summary>The kept nodes breadth first, children by token; the first is the root.</summary>
    public List<Node> Estimate(int vocabulary)
    {
        int nodes = _parent.Count;
        int[] suffix = SuffixLinks();
        int[] adjusted = AdjustedCounts(suffix);
        bool[] kept = [.. Enumerable.Range(0, nodes).Select(node => node == 0 || _count[node] > cutoffs[_depth[node] - 1])];
        double[][] discounts = [.. Enumerable.Range(0, order + 1).Select(depth => Discounts(adjusted, depth))];
        long[] sums = new long[nodes];
        for (int node = 1; node < nodes; node++)
        {
            sums[_parent[node]] += adjusted[node];
        }

        double[] backoff = new double[nodes];
        double[] own = new double[nodes];
        Array.Fill(backoff, 1.0);
        for (int node = 1; node < nodes; node++)
        {
            if (kept[node] && adjusted[node] > 0)
            {
                double discount = discounts[_depth[node]][Math.Min(adjusted[node], 3)];
                own[node] = (adjusted[node] - discount) / sums[_parent[node]];
                backoff[_parent[node]] -= own[node];
            }
        }

        return Order(kept, suffix, own, backoff, vocabulary);
    }

    private List<Node> Order(bool[] kept, int[] suffix, double[] own, double[] backoff, int vocabulary)
    {
        List<int>[] childLists = new List<int>[_parent.Count];
        for (int node = 1; node < _parent.Count; node++)
        {
            if (kept[node])
            {
                (childLists[_parent[node]] ??= []).Add(node);
            }
        }

        double[] probability = new double[_parent.Count];
        List<int> sequence = [0];
        List<Node> ordered = [];
        for (int index = 0; index < sequence.Count; index++)
        {
            int node = sequence[index];
            List<int> children = childLists[node] ?? [];
            children.Sort((left, right) => _token[left].CompareTo(_token[right]));
            sequence.AddRange(children);
            double weight = Math.Clamp(backoff[node], 1e-6, 1);
            foreach (int child in children)
            {
                double lower = node == 0 ? 1.0 / vocabulary : probability[suffix[child]];
                probability[child] = own[child] + (weight * lower);
            }

            ordered.Add(new Node(
                _token[node],
                Math.Log(Math.Max(probability[node], 1e-9)),
                children.Count == 0 ? 0 : Math.Log(weight),
                children.Count));
        }

        return ordered;
    }

    private int ChildOf(int node, int token)
    {
        long key = ((long)node << 16) | (uint)token;
        if (!_children.TryGetValue(key, out int child))
        {
            child = _parent.Count;
            _children.Add(key, child);
            _parent.Add(node);
            _token.Add(token);
            _depth.Add(_depth[node] + 1);
            _count.Add(0);
            _fromStart.Add(node == 0 ? token == Start : _fromStart[node]);
        }

        return child;
    }

    private int[] SuffixLinks()
    {
        // A parent always has a smaller number than its children, and so has every suffix's parent been seen.
        int[] suffix = new int[_parent.Count];
        foreach (int node in Enumerable.Range(1, _parent.Count - 1).OrderBy(node => _depth[node]))
        {
            suffix[node] = _depth[node] == 1 ? 0 : _children[((long)suffix[_parent[node]] << 16) | (uint)_token[node]];
        }

        return suffix;
    }

    private int[] AdjustedCounts(int[] suffix)
    {
        int[] leftContexts = new int[_parent.Count];
        for (int node = 1; node < _parent.Count; node++)
        {
            if (_depth[node] > 1)
            {
                leftContexts[suffix[node]]++;
            }
        }

        int[] adjusted = new int[_parent.Count];
        for (int node = 1; node < _parent.Count; node++)
        {
            bool isRaw = _depth[node] == order || (_fromStart[node] && _depth[node] > 1);
            adjusted[node] = isRaw ? _count[node] : leftContexts[node];
        }

        return adjusted;
    }

    private double[] Discounts(int[] adjusted, int depth)
    {
        double[] counts = new double[5];
        for (int node = 1; node < adjusted.Length; node++)
        {
            if (_depth[node] == depth && adjusted[node] is >= 1 and <= 4)
            {
                counts[adjusted[node]]++;
            }
        }

        double y = counts[1] / Math.Max(1, counts[1] + (2 * counts[2]));
        double[] discounts = [0, 0.5, 1.0, 1.5];
        for (int value = 1; value <= 3 && counts[1] > 0; value++)
        {
            double discount = value - ((value + 1) * y * counts[value + 1] / Math.Max(1, counts[value]));
            discounts[value] = Math.Clamp(discount, 0.1, value - 0.05);
        }

        return discounts;
    }
}
