using System.IO.Compression;
using System.Text;

namespace VirtualTA.Core.Pronunciation.Training;

/// <summary>Error rates of a letter-to-sound model on words that it never saw.</summary>
/// <param name="Words">Number of words judged.</param>
/// <param name="WordErrors">Share of words that equal none of the dictionary's variants.</param>
/// <param name="PhoneErrors">Edit distance to the nearest variant per phone of that variant.</param>
/// <param name="WordErrorsWithoutStress">As <paramref name="WordErrors"/>, stress ignored.</param>
/// <param name="PhoneErrorsWithoutStress">As <paramref name="PhoneErrors"/>, stress ignored.</param>
public sealed record LetterToSoundScore(
    int Words, double WordErrors, double PhoneErrors, double WordErrorsWithoutStress, double PhoneErrorsWithoutStress);

/// <summary>Trains a <see cref="LetterToSound"/> model from a pronouncing dictionary.</summary>
/// <remarks>Joint-sequence n-grams, Bisani and Ney 2008, with the alignment fixed before counting.</remarks>
public static class LetterToSoundTrainer
{
    private const int MinimumTokenCount = 4;

    // How often a sequence of 1, 2, 3 … tokens must exceed to be kept: rare long ones are most of the file.
    private static readonly int[] Cutoffs = [0, 0, 0, 0, 0, 1, 1, 1];

    /// <summary>Writes a model trained on the words that consist of letters and apostrophes.</summary>
    public static void Train(IEnumerable<KeyValuePair<string, Phones>> entries, Stream output)
    {
        List<KeyValuePair<string, Phones>> words = [.. entries.Where(IsSpelledWithLetters)];
        GraphemeAligner aligner = new();
        aligner.Train(words);
        List<List<(string Letters, Phones Phones)>> aligned =
            [.. words.Select(word => aligner.Align(word.Key, word.Value)).OfType<List<(string, Phones)>>()];

        Dictionary<(string Letters, Phones Phones), int> counts = [];
        foreach ((string, Phones) chunk in aligned.SelectMany(chunks => chunks))
        {
            counts[chunk] = counts.GetValueOrDefault(chunk) + 1;
        }

        // 0 is the start and 1 the end of a word; chunks of the same letters follow each other.
        (string Letters, Phones Phones)[] tokens =
            [.. counts.Where(pair => pair.Value >= MinimumTokenCount).Select(pair => pair.Key)
                .OrderBy(token => token.Letters, StringComparer.Ordinal).ThenBy(token => token.Phones.ToString(), StringComparer.Ordinal)];
        Dictionary<(string, Phones), int> ids = tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index + 2);

        NgramCounter counter = new(Cutoffs.Length, Cutoffs);
        foreach (List<(string, Phones)> chunks in aligned)
        {
            if (chunks.TrueForAll(ids.ContainsKey))
            {
                counter.Add([0, .. chunks.Select(chunk => ids[chunk]), 1]);
            }
        }

        Write(output, tokens, counter.Estimate(tokens.Length + 1));
    }

    /// <summary>Judges a model on dictionary entries, grouping the variants of a word.</summary>
    public static LetterToSoundScore Score(LetterToSound model, IEnumerable<KeyValuePair<string, Phones>> entries)
    {
        (int words, int wrong, int wrongPlain, int edits, int editsPlain, int length) = (0, 0, 0, 0, 0, 0);
        foreach (IGrouping<string, KeyValuePair<string, Phones>> word in entries.Where(IsSpelledWithLetters).GroupBy(entry => entry.Key))
        {
            byte[] said = model.Predict(word.Key).Ids.ToArray();
            int nearest = word.Min(variant => Edits(said, variant.Value.Ids, ignoreStress: false));
            int nearestPlain = word.Min(variant => Edits(said, variant.Value.Ids, ignoreStress: true));
            words++;
            wrong += nearest > 0 ? 1 : 0;
            wrongPlain += nearestPlain > 0 ? 1 : 0;
            edits += nearest;
            editsPlain += nearestPlain;
            length += word.First().Value.Length;
        }

        double n = Math.Max(1, words);
        double phones = Math.Max(1, length);
        return new LetterToSoundScore(words, wrong / n, edits / phones, wrongPlain / n, editsPlain / phones);
    }

    /// <summary>Whether a word belongs to the fixed share that is kept out of training; the same on every machine.</summary>
    public static bool IsHeldOut(string word, int percent)
    {
        ArgumentNullException.ThrowIfNull(word);
        uint hash = 2166136261;
        foreach (char letter in word)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return hash % 100 < percent;
    }

    private static bool IsSpelledWithLetters(KeyValuePair<string, Phones> entry) =>
        entry.Key.Length > 1 && entry.Key.All(letter => letter is (>= 'a' and <= 'z') or '\'') && entry.Key.Any(letter => letter != '\'');

    private static int Edits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoreStress)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                (byte a, byte b) = (left[i - 1], right[j - 1]);
                bool same = ignoreStress ? PhoneSet.PlainIndexOf(a) == PhoneSet.PlainIndexOf(b) : a == b;
                int best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = best;
            }
        }

        return row[^1];
    }

    private static void Write(Stream output, (string Letters, Phones Phones)[] tokens, List<NgramCounter.Node> nodes)
    {
        using MemoryStream table = new();
        foreach ((string letters, Phones phones) in tokens)
        {
            table.WriteByte((byte)letters.Length);
            table.Write(Encoding.ASCII.GetBytes(letters));
            table.WriteByte((byte)phones.Length);
            table.Write(phones.Ids);
        }

        using BrotliStream brotli = new(output, CompressionLevel.SmallestSize, leaveOpen: true);
        brotli.Write(LetterToSound.Magic);
        LexiconWriter.WriteNumber(brotli, nodes.Count);
        LexiconWriter.WriteNumber(brotli, tokens.Length);
        LexiconWriter.WriteSection(brotli, table.ToArray());
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => (byte)(node.Token & 0xFF))]);
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => (byte)((node.Token >> 8) & 0xFF))]);
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => LetterToSound.Quantise(node.LogProbability))]);
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => LetterToSound.Quantise(node.LogBackoff))]);
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => (byte)(node.ChildCount & 0xFF))]);
        LexiconWriter.WriteSection(brotli, [.. nodes.Select(node => (byte)(node.ChildCount >> 8))]);
    }
}
