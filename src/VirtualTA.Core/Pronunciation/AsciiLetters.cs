using System.Text;

namespace VirtualTA.Core.Pronunciation;

/// <summary>Writes Latin letters with accents as plain ones: "naïve" as "naive", "Erdős" as "Erdos".</summary>
public static class AsciiLetters
{
    // Latin-1 from À and Latin Extended-A from Ā, in code order; '?' stands for characters that are not letters.
    private const string Latin1 = "AAAAAAACEEEEIIIIDNOOOOO?OUUUUYTsaaaaaaaceeeeiiiidnooooo?ouuuuyty";
    private const string ExtendedA =
        "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    /// <summary>The text with accented Latin letters replaced; typographic apostrophes become plain ones.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        StringBuilder folded = new(text.Length);
        foreach (char letter in text)
        {
            folded.Append(Fold(letter));
        }

        return folded.ToString();
    }

    /// <summary>One letter without its accent; anything else unchanged.</summary>
    public static char Fold(char letter) => letter switch
    {
        < 'À' => letter,
        <= 'ÿ' => Latin1[letter - 'À'] is '?' ? letter : Latin1[letter - 'À'],
        <= 'ſ' => ExtendedA[letter - 'Ā'],
        '’' or '‘' or 'ʼ' => '\'',
        _ => letter,
    };
}
