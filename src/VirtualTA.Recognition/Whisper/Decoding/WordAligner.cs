using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>Times of words by dynamic time warping over the cross-attention of the later layers.</summary>
internal static class WordAligner
{
    private const int FilterWidth = 7;
    private const long MostWeights = 100_000_000;
    private static readonly TimeSpan Position = TimeSpan.FromMilliseconds(20);

    /// <summary>Aligns a finished text.</summary>
    /// <param name="model">Model.</param>
    /// <param name="utterance">The window.</param>
    /// <param name="text">Its text.</param>
    /// <param name="language">Language token.</param>
    /// <param name="offset">Where the window starts.</param>
    public static List<RecognizedWord> Align(WhisperModel model, Utterance utterance, WindowText text, int language, TimeSpan offset)
    {
        var special = model.Vocabulary.Special;
        var words = text.Tokens.Where(token => token < special.EndOfText).ToArray();
        if (words.Length == 0)
        {
            return [];
        }

        int[] start = model.Vocabulary.IsMultilingual ? [special.Start, language, special.Transcribe, special.NoTimestamps] : [special.Start, special.NoTimestamps];
        int[] tokens = [.. start, .. words, special.EndOfText];
        var size = model.Dimensions;
        var canAlign = tokens.Length <= size.TextContext && (long)size.TextLayers * tokens.Length * size.TextHeads * size.AudioContext < MostWeights;
        var starts = canAlign
            ? TokenStarts(utterance, tokens, start.Length - 1, words.Length + 1, size.TextLayers, size.TextHeads)
            : [.. Enumerable.Range(0, words.Length + 1).Select(i => i * utterance.Positions / words.Length)];
        return Group(model, text, words, starts, offset);
    }

    /// <summary>First position of each token on the cheapest monotonic path.</summary>
    /// <param name="cost">[rows, columns].</param>
    /// <param name="rows">Tokens.</param>
    /// <param name="columns">Positions.</param>
    internal static int[] WarpStarts(float[] cost, int rows, int columns)
    {
        var total = new double[(rows + 1) * (columns + 1)];
        var step = new byte[total.Length];
        Array.Fill(total, double.PositiveInfinity);
        total[0] = 0;
        for (var row = 1; row <= rows; row++)
        {
            for (var column = 1; column <= columns; column++)
            {
                var at = (row * (columns + 1)) + column;
                var (diagonal, up, left) = (total[at - columns - 2], total[at - columns - 1], total[at - 1]);
                var best = diagonal < up && diagonal < left ? (diagonal, (byte)0) : up < left ? (up, (byte)1) : (left, (byte)2);
                total[at] = cost[((row - 1) * columns) + column - 1] + best.Item1;
                step[at] = best.Item2;
            }
        }

        var starts = new int[rows];
        for (var (row, column) = (rows, columns); row > 0 && column > 0;)
        {
            starts[row - 1] = column - 1;
            var move = step[(row * (columns + 1)) + column];
            row -= move == 2 ? 0 : 1;
            column -= move == 1 ? 0 : 1;
        }

        return starts;
    }

    private static int[] TokenStarts(Utterance utterance, int[] tokens, int firstRow, int rows, int layers, int heads)
    {
        var (weights, rowLength) = utterance.Attend(tokens);
        var columns = utterance.Positions;
        var cost = new float[rows * columns];
        var head = new float[rows * columns];
        for (var layer = layers / 2; layer < layers; layer++)
        {
            for (var h = 0; h < heads; h++)
            {
                for (var row = 0; row < rows; row++)
                {
                    weights.AsSpan(((((layer * tokens.Length) + firstRow + row) * heads) + h) * rowLength, columns).CopyTo(head.AsSpan(row * columns));
                }

                Standardize(head, rows, columns);
                AddSmoothed(head, rows, columns, cost);
            }
        }

        return WarpStarts(cost, rows, columns);
    }

    /// <summary>Zero mean and unit deviation over the tokens at every position.</summary>
    private static void Standardize(float[] head, int rows, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < rows; row++)
            {
                var value = head[(row * columns) + column];
                (sum, squares) = (sum + value, squares + ((double)value * value));
            }

            var mean = sum / rows;
            var deviation = Math.Sqrt(Math.Max(1e-20, (squares / rows) - (mean * mean)));
            for (var row = 0; row < rows; row++)
            {
                head[(row * columns) + column] = (float)((head[(row * columns) + column] - mean) / deviation);
            }
        }
    }

    /// <summary>Subtracts the median of seven neighbours from the cost.</summary>
    private static void AddSmoothed(float[] head, int rows, int columns, float[] cost)
    {
        Span<float> window = stackalloc float[FilterWidth];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var i = 0; i < FilterWidth; i++)
                {
                    window[i] = head[(row * columns) + Math.Clamp(column + i - (FilterWidth / 2), 0, columns - 1)];
                }

                window.Sort();
                cost[(row * columns) + column] -= window[FilterWidth / 2];
            }
        }
    }

    private static List<RecognizedWord> Group(WhisperModel model, WindowText text, int[] tokens, int[] starts, TimeSpan offset)
    {
        var found = new List<RecognizedWord>();
        var chance = Math.Clamp(Math.Exp(text.MeanLogProbability), 0, 1);
        var first = 0;
        for (var i = 1; i <= tokens.Length; i++)
        {
            if (i < tokens.Length && model.Vocabulary.Bytes(tokens[i]) is not [(byte)' ', ..])
            {
                continue;
            }

            var word = model.Vocabulary.Decode(tokens[first..i]).Trim();
            if (word.Length > 0)
            {
                found.Add(new RecognizedWord(word, offset + (starts[first] * Position), offset + (starts[i] * Position), chance));
            }

            first = i;
        }

        return found;
    }
}
