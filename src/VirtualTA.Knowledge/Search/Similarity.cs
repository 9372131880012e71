namespace VirtualTA.Knowledge.Search;

/// <summary>Distances between words as written.</summary>
internal static class Similarity
{
    /// <summary>Number of insertions, deletions, substitutions and swaps of neighbours, at most <paramref name="limit"/> + 1.</summary>
    public static int EditDistance(ReadOnlySpan<char> first, ReadOnlySpan<char> second, int limit)
    {
        if (Math.Abs(first.Length - second.Length) > limit || second.Length > 62)
        {
            return limit + 1;
        }

        Span<int> before = stackalloc int[64];
        Span<int> above = stackalloc int[64];
        Span<int> current = stackalloc int[64];
        for (var j = 0; j <= second.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var cost = first[i - 1] == second[j - 1] ? 0 : 1;
                var value = Math.Min(Math.Min(above[j] + 1, current[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }

                current[j] = value;
                smallest = Math.Min(smallest, value);
            }

            if (smallest > limit)
            {
                return limit + 1;
            }

            var recycled = before;
            before = above;
            above = current;
            current = recycled;
        }

        return above[second.Length];
    }
}
