namespace VirtualTA.Core.Pronunciation.Training;

/// <summary>
/// Aligns letters with phones by expectation maximisation over chunks of one or two letters and none to two phones.
/// </summary>
/// <remarks>The many-to-many alignment of Jiampojamarn et al. 2007, on phones without stress.</remarks>
internal sealed class GraphemeAligner
{
    private const int LetterCount = 28;
    private const int PhoneCount = PhoneSet.PlainPhoneCount + 1;
    private const int PhonePairs = PhoneCount * PhoneCount;
    private const int Iterations = 8;

    // (letters, phones) of the chunks that may be formed.
    private static readonly (int Letters, int Phones)[] Shapes = [(1, 1), (1, 0), (2, 1), (1, 2)];
    private static readonly double[] FirstGuess = [1, 0.2, 0.2, 0.05];

    private readonly double[] _weights = new double[LetterCount * LetterCount * PhonePairs];

    /// <summary>Learns chunk weights from words made of a–z and apostrophes.</summary>
    public void Train(IReadOnlyList<KeyValuePair<string, Phones>> entries)
    {
        for (int shape = 0; shape < Shapes.Length; shape++)
        {
            FillFirstGuess(Shapes[shape], FirstGuess[shape]);
        }

        double[] expected = new double[_weights.Length];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Clear(expected);
            foreach ((string word, Phones phones) in entries)
            {
                Accumulate(word, phones, expected);
            }

            double total = expected.Sum();
            for (int index = 0; index < expected.Length; index++)
            {
                _weights[index] = expected[index] < 0.5 ? 0 : expected[index] / total;
            }
        }
    }

    /// <summary>The best alignment as pairs of letters and phones with stress; null when there is none.</summary>
    public List<(string Letters, Phones Phones)>? Align(string word, Phones phones)
    {
        int columns = phones.Length + 1;
        double[] best = new double[(word.Length + 1) * columns];
        int[] from = new int[best.Length];
        best[0] = 1;
        for (int letter = 0; letter <= word.Length; letter++)
        {
            for (int phone = 0; phone < columns; phone++)
            {
                double here = best[(letter * columns) + phone];
                for (int shape = 0; here > 0 && shape < Shapes.Length; shape++)
                {
                    (int letters, int count) = Shapes[shape];
                    if (letter + letters <= word.Length && phone + count < columns)
                    {
                        int target = ((letter + letters) * columns) + phone + count;
                        double score = here * _weights[Index(word, letter, letters, phones, phone, count)];
                        if (score > best[target])
                        {
                            best[target] = score;
                            from[target] = shape;
                        }
                    }
                }
            }
        }

        if (best[^1] <= 0)
        {
            return null;
        }

        List<(string, Phones)> chunks = [];
        (int l, int p) = (word.Length, phones.Length);
        while (l > 0)
        {
            (int letters, int count) = Shapes[from[(l * columns) + p]];
            l -= letters;
            p -= count;
            chunks.Add((word.Substring(l, letters), new Phones(phones.Ids.Slice(p, count).ToArray())));
        }

        chunks.Reverse();
        return chunks;
    }

    private static int LetterIndex(char letter) => letter == '\'' ? 27 : letter - 'a' + 1;

    private static int Index(string word, int letter, int letters, Phones phones, int phone, int count)
    {
        int first = LetterIndex(word[letter]);
        int second = letters == 2 ? LetterIndex(word[letter + 1]) : 0;
        int one = count > 0 ? PhoneSet.PlainIndexOf(phones.Ids[phone]) + 1 : 0;
        int two = count > 1 ? PhoneSet.PlainIndexOf(phones.Ids[phone + 1]) + 1 : 0;
        return (((first * LetterCount) + second) * PhonePairs) + (one * PhoneCount) + two;
    }

    private void FillFirstGuess((int Letters, int Phones) shape, double weight)
    {
        for (int index = 0; index < _weights.Length; index++)
        {
            bool twoLetters = index / PhonePairs % LetterCount > 0;
            int phonePair = index % PhonePairs;
            int phones = (phonePair / PhoneCount > 0 ? 1 : 0) + (phonePair % PhoneCount > 0 ? 1 : 0);
            if ((twoLetters ? 2 : 1) == shape.Letters && phones == shape.Phones)
            {
                _weights[index] = weight;
            }
        }
    }

    private void Accumulate(string word, Phones phones, double[] expected)
    {
        int columns = phones.Length + 1;
        double[] forward = new double[(word.Length + 1) * columns];
        double[] backward = new double[forward.Length];
        forward[0] = 1;
        backward[^1] = 1;
        ForEachEdge(word, phones, (source, target, weight) => forward[target] += forward[source] * _weights[weight], reverse: false);
        if (forward[^1] <= 0)
        {
            return;
        }

        double total = forward[^1];
        ForEachEdge(
            word,
            phones,
            (source, target, weight) =>
            {
                double share = backward[target] * _weights[weight];
                backward[source] += share;
                expected[weight] += forward[source] * share / total;
            },
            reverse: true);
    }

    private static void ForEachEdge(string word, Phones phones, Action<int, int, int> visit, bool reverse)
    {
        int columns = phones.Length + 1;
        int cells = (word.Length + 1) * columns;
        for (int step = 0; step < cells; step++)
        {
            int cell = reverse ? cells - 1 - step : step;
            (int letter, int phone) = (cell / columns, cell % columns);
            foreach ((int letters, int count) in Shapes)
            {
                if (letter + letters <= word.Length && phone + count < columns)
                {
                    visit(cell, ((letter + letters) * columns) + phone + count, Index(word, letter, letters, phones, phone, count));
                }
            }
        }
    }
}
