using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>A clause ready to be spoken: symbols of <see cref="PhoneSet"/> and the way back to the written words.</summary>
/// <param name="Symbols">Phones with stress; after every spoken word a punctuation mark or <see cref="PhoneSet.WordBoundary"/>.</param>
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
    /// <summary>The symbols' names separated by blanks: the form in which training reads them.</summary>
    public override string ToString() => new Phones(Symbols).ToString();

    /// <summary>The words as they are said, one after the other; a written word may be several.</summary>
    public IEnumerable<SpokenWord> SpokenWords()
    {
        int first = 0;
        for (int index = 0; index < Symbols.Length; index++)
        {
            byte symbol = Symbols.Span[index];
            if (!PhoneSet.IsPhone(symbol))
            {
                if (index > first)
                {
                    yield return new SpokenWord(new Phones(Symbols[first..index]), symbol);
                }

                first = index + 1;
            }
        }
    }
}

/// <summary>A word as it is said.</summary>
/// <param name="Phones">Phones with stress.</param>
/// <param name="Mark">The mark after it, or <see cref="PhoneSet.WordBoundary"/>.</param>
public readonly record struct SpokenWord(Phones Phones, byte Mark);

/// <summary>One word as written, what is said for it, and where its phones are.</summary>
/// <param name="Written">The written form, such as "5 kHz".</param>
/// <param name="TextStart">Index of its first character in the whole text.</param>
/// <param name="Spoken">The words said, such as "five kilohertz".</param>
/// <param name="FirstSymbol">Index of its first phone in the clause's symbols.</param>
/// <param name="SymbolCount">Number of symbols, marks and boundaries inside it included.</param>
public sealed record PhonemeWord(string Written, int TextStart, string Spoken, int FirstSymbol, int SymbolCount);
