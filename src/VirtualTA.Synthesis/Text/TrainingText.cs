namespace VirtualTA.Synthesis.Text;

/// <summary>Prepares the text of recordings for training with the front end that will speak later.</summary>
/// <remarks>
/// Input: tab-separated lines; with a header the columns <c>utt</c> and <c>text</c> are used, without one the first and the
/// last. Output: a header and the columns <c>utt</c>, <c>phonemes</c> (names of symbols; after every word a mark or
/// <c>|</c>, clauses separated by <c>/</c>), <c>words</c> (what is said for each written word, separated by <c>|</c> and <c>/</c>).
/// </remarks>
public static class TrainingText
{
    /// <summary>The first line of the output.</summary>
    public const string Header = "utt\tphonemes\twords";

    /// <summary>Converts a table and returns how many lines were written and how many had nothing to say.</summary>
    /// <exception cref="FormatException">A line has too few columns; the message names it.</exception>
    public static (int Written, int Empty) Export(TextReader input, TextWriter output, TextFrontEnd frontEnd)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(frontEnd);
        (int written, int empty, int number) = (0, 0, 0);
        int nameColumn = 0;
        int textColumn = -1;
        output.Write(Header + "\n");
        while (input.ReadLine() is { } line)
        {
            string[] columns = line.Split('\t');
            if (number++ == 0 && Array.IndexOf(columns, "utt") is >= 0 and int name && Array.IndexOf(columns, "text") is >= 0 and int text)
            {
                (nameColumn, textColumn) = (name, text);
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            int column = textColumn < 0 ? columns.Length - 1 : textColumn;
            if (columns.Length < 2 || column >= columns.Length)
            {
                throw new FormatException($"Line {number} has {columns.Length} columns; give an utterance name, a tab and its text.");
            }

            PhonemeClause[] clauses = [.. frontEnd.Read(columns[column])];
            if (clauses.Length == 0)
            {
                empty++;
                continue;
            }

            written++;
            string said = string.Join(" / ", clauses.Select(clause => string.Join(" | ", clause.Words.Select(word => word.Spoken))));
            output.Write($"{columns[nameColumn]}\t{string.Join(" / ", clauses.Select(clause => clause.ToString()))}\t{said}\n");
        }

        return (written, empty);
    }
}
