using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>A clause ready to be spoken: symbols of <see cref="PhoneSet"/> and the way back to the written words.</summary>
/// <param name="Symbols">Phones with stress and punctuation marks; words follow each other without a boundary symbol.</param>
/// <param name="Words">Written words in order, each with its span of <paramref name="Symbols"/>.</param>
/// <param name="TextStart">Index of the clause's first character in the whole text.</param>
/// <param name="TextLength">Length of the clause in characters.</param>
/// <param name="EndsSentence">Whether the voice falls at its end.</param>
/// <param name="Dropped">What could not be spoken since the clause before: reason and number of characters.</param>
public sealed record PhonemeClause(
    ReadOnlyMemory<byte> Symbols,
    IReadOnlyList<PhonemeWord> Words,
    int TextStart,
    int TextLength,
    bool EndsSentence,
    IReadOnlyDictionary<string, int> Dropped)
{
    /// <summary>The symbols' names separated by blanks, words by <c>|</c>: the form in which training reads them.</summary>
    public override string ToString()
    {
        List<string> names = [];
        int word = 0;
        for (int index = 0; index < Symbols.Length; index++)
        {
            while (word < Words.Count && Words[word].FirstSymbol <= index)
            {
                if (Words[word].FirstSymbol == index && names.Count > 0)
                {
                    names.Add(PhoneSet.NameOf(PhoneSet.WordBoundary));
                }

                word++;
            }

            names.Add(PhoneSet.NameOf(Symbols.Span[index]));
        }

        return string.Join(' ', names);
    }
}

/// <summary>One word as written, what is said for it, and where its phones are.</summary>
/// <param name="Written">The written form, such as "5 kHz".</param>
/// <param name="TextStart">Index of its first character in the whole text.</param>
/// <param name="Spoken">The words said, such as "five kilohertz".</param>
/// <param name="FirstSymbol">Index of its first phone in the clause's symbols.</param>
/// <param name="SymbolCount">Number of symbols, marks inside it included.</param>
public sealed record PhonemeWord(string Written, int TextStart, string Spoken, int FirstSymbol, int SymbolCount);
