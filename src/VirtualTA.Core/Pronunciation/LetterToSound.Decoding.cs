namespace VirtualTA.Core.Pronunciation;

/// <content>Beam search for the best chunk sequence of a word.</content>
public sealed partial class LetterToSound
{
    private const int Beam = 48;
    private const int MaximumLength = 60;
    private const float Margin = 12f;

    private readonly record struct Hypothesis(int Node, float Cost, int Previous, int Chunk);

    /// <summary>The likeliest pronunciation; empty only when the word has no letter of a–z.</summary>
    public Phones Predict(ReadOnlySpan<char> word)
    {
        IReadOnlyList<Phones> best = PredictBest(word, 1);
        return best.Count > 0 ? best[0] : default;
    }

    /// <summary>The likeliest different pronunciations, best first, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<Phones> PredictBest(ReadOnlySpan<char> word, int count)
    {
        Span<char> buffer = stackalloc char[MaximumLength];
        int length = 0;
        foreach (char symbol in word)
        {
            char letter = char.ToLowerInvariant(symbol);
            if (letter is (>= 'a' and <= 'z') or '\'' && length < MaximumLength)
            {
                buffer[length++] = letter;
            }
        }

        ReadOnlySpan<char> letters = buffer[..length].Trim('\'');
        return letters.IsEmpty ? [] : Search(letters, count);
    }

    private List<Phones> Search(ReadOnlySpan<char> letters, int count)
    {
        List<Hypothesis> pool = [];
        Dictionary<int, int>[] frontiers = new Dictionary<int, int>[letters.Length + 1];
        int start = Math.Max(0, ChildOf(0, 0));
        pool.Add(new Hypothesis(start, 0, -1, -1));
        frontiers[0] = new Dictionary<int, int> { [start] = 0 };
        for (int position = 0; position < letters.Length; position++)
        {
            List<int> alive = Prune(pool, frontiers[position]);
            for (int size = 1; size <= 2 && position + size <= letters.Length; size++)
            {
                if (_chunksOf.TryGetValue(KeyOf(letters.Slice(position, size)), out (int First, int Last) range))
                {
                    Dictionary<int, int> frontier = frontiers[position + size] ??= [];
                    foreach (int hypothesis in alive)
                    {
                        Expand(pool, hypothesis, range, frontier);
                    }
                }
            }

            // A letter that no chunk covers (a lone apostrophe) is silent.
            if (frontiers[position + 1] is null or { Count: 0 })
            {
                frontiers[position + 1] = frontiers[position];
            }
        }

        return Finish(pool, Prune(pool, frontiers[letters.Length]), count);
    }

    private static List<int> Prune(List<Hypothesis> pool, Dictionary<int, int> frontier)
    {
        List<int> alive = [.. frontier.Values];
        alive.Sort((left, right) => pool[left].Cost.CompareTo(pool[right].Cost) is not 0 and int order ? order : left.CompareTo(right));
        float limit = alive.Count > 0 ? pool[alive[0]].Cost + Margin : 0;
        int kept = 0;
        while (kept < alive.Count && kept < Beam && pool[alive[kept]].Cost <= limit)
        {
            kept++;
        }

        alive.RemoveRange(kept, alive.Count - kept);
        return alive;
    }

    private void Expand(List<Hypothesis> pool, int source, (int First, int Last) range, Dictionary<int, int> frontier)
    {
        Hypothesis hypothesis = pool[source];
        Span<bool> done = stackalloc bool[range.Last - range.First + 1];
        float backoff = 0;
        for (int node = hypothesis.Node; ; node = _suffix[node])
        {
            int end = _firstChild[node + 1];
            for (int child = LowerBound(_firstChild[node], end, range.First); child < end && _tokens[child] <= range.Last; child++)
            {
                if (!done[_tokens[child] - range.First])
                {
                    done[_tokens[child] - range.First] = true;
                    float cost = hypothesis.Cost + backoff + (_costs[child] * LogStep);
                    Offer(pool, frontier, new Hypothesis(StateAfter(child), cost, source, _tokens[child]));
                }
            }

            if (node == 0)
            {
                return;
            }

            backoff += _backoffs[node] * LogStep;
        }
    }

    private static void Offer(List<Hypothesis> pool, Dictionary<int, int> frontier, Hypothesis candidate)
    {
        if (!frontier.TryGetValue(candidate.Node, out int rival) || candidate.Cost < pool[rival].Cost)
        {
            frontier[candidate.Node] = pool.Count;
            pool.Add(candidate);
        }
    }

    private int StateAfter(int node)
    {
        while (node != 0 && _firstChild[node] == _firstChild[node + 1])
        {
            node = _suffix[node];
        }

        return node;
    }

    private int LowerBound(int low, int high, int token)
    {
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_tokens[middle] < token)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private float EndCost(int node)
    {
        float cost = 0;
        int end = ChildOf(node, EndToken);
        while (end < 0 && node != 0)
        {
            cost += _backoffs[node] * LogStep;
            node = _suffix[node];
            end = ChildOf(node, EndToken);
        }

        return cost + (end < 0 ? byte.MaxValue * LogStep : _costs[end] * LogStep);
    }

    private List<Phones> Finish(List<Hypothesis> pool, List<int> alive, int count)
    {
        List<Phones> best = [];
        foreach (int last in alive.OrderBy(index => pool[index].Cost + EndCost(pool[index].Node)))
        {
            List<byte[]> pieces = [];
            for (int index = last; index >= 0; index = pool[index].Previous)
            {
                if (pool[index].Chunk >= FirstChunk)
                {
                    pieces.Add(_phones[pool[index].Chunk - FirstChunk]);
                }
            }

            pieces.Reverse();
            Phones said = Stress.WithOnePrimary([.. pieces.SelectMany(piece => piece)]);
            if (said.Length > 0 && !best.Contains(said))
            {
                best.Add(said);
            }

            if (best.Count == count)
            {
                break;
            }
        }

        return best;
    }
}
