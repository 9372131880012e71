using System.Text;

namespace VirtualTA.Synthesis.Text;

/// <summary>A stretch of text that is spoken in one go.</summary>
/// <param name="Text">The characters as written, white space at the ends included.</param>
/// <param name="Start">Index of its first character in the whole text.</param>
/// <param name="EndsSentence">Whether the voice falls at its end.</param>
public readonly record struct Clause(string Text, int Start, bool EndsSentence);

/// <summary>Cuts text that arrives in pieces into clauses, the same ones however the text was cut into pieces.</summary>
/// <remarks>
/// A clause ends after a sentence's final mark, after a comma or the like once it has some words, at a blank line or list
/// item, and otherwise, so that it stays bounded, before a linking word or after <see cref="MostWords"/> words. A mark
/// counts only once the white space after it has been seen: a piece that ends in "sentence. " is complete, "sentence."
/// waits for what follows. Not safe for concurrent use.
/// </remarks>
/// <param name="hurriesFirst">Whether the first clause ends at the first comma, link or handful of words, so that speech can begin.</param>
public sealed class ClauseSplitter(bool hurriesFirst = false)
{
    /// <summary>Words after which a clause without any mark is cut.</summary>
    public const int MostWords = 16;

    private const int WordsBeforeComma = 3;
    private const int WordsBeforeLink = 9;
    private const int MostWordsInHaste = 6;
    private const int WordsBeforeLinkInHaste = 3;
    private const int MostCharacters = 320;

    private static readonly HashSet<string> Links = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "but", "because", "which", "that", "who", "when", "where", "while", "if", "so", "than", "with", "without", "for", "from", "into", "over", "until", "although", "whereas",
    };

    private readonly StringBuilder _text = new();
    private int _start;
    private int _scanned;
    private int _words;
    private bool _inWord;
    private bool _isInHaste = hurriesFirst;

    /// <summary>Adds a piece and returns the clauses that it completes.</summary>
    public IReadOnlyList<Clause> Add(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        List<Clause> clauses = [];
        foreach (char character in piece)
        {
            _text.Append(character);
            Scan(clauses, isEnd: false);
        }

        return clauses;
    }

    /// <summary>Ends the text and returns what is left.</summary>
    public IReadOnlyList<Clause> Complete()
    {
        List<Clause> clauses = [];
        Scan(clauses, isEnd: true);
        if (_text.Length > 0)
        {
            Cut(clauses, _text.Length, endsSentence: true);
        }

        return clauses;
    }

    // Looks at every position whose right neighbours are known: two characters, or the end of the text.
    private void Scan(List<Clause> clauses, bool isEnd)
    {
        while (_scanned < _text.Length - (isEnd ? 0 : 2) || (_scanned == _text.Length - 2 && IsDecidedByOneCharacter()))
        {
            int position = _scanned++;
            char here = _text[position];
            char next = position + 1 < _text.Length ? _text[position + 1] : ' ';
            char afterNext = position + 2 < _text.Length ? _text[position + 2] : '\0';
            bool isBlank = char.IsWhiteSpace(here);
            _words += !isBlank && !_inWord ? 1 : 0;
            _inWord = !isBlank;

            if (here == '\n' && (next == '\n' || (next is '-' or '*' or '•' && afterNext == ' ')) && _words > 0)
            {
                Cut(clauses, position + 1, endsSentence: true);
            }
            else if (!isBlank && char.IsWhiteSpace(next) && IsSentenceEnd(position))
            {
                Cut(clauses, position + 1, endsSentence: true);
            }
            else if (!isBlank && char.IsWhiteSpace(next) && _words >= (_isInHaste ? 1 : WordsBeforeComma) && IsClauseEnd(position, afterNext))
            {
                Cut(clauses, position + 1, endsSentence: false);
            }
            else if (isBlank && (_words >= (_isInHaste ? MostWordsInHaste : MostWords) || position >= MostCharacters) && char.IsLetter(next) && IsPlainWordBefore(position))
            {
                Cut(clauses, position + 1, endsSentence: false);
            }
            else if (isBlank && _words > (_isInHaste ? WordsBeforeLinkInHaste : WordsBeforeLink) && IsPlainWordBefore(position) && LinkBefore(position) is > 0 and int link)
            {
                Cut(clauses, link, endsSentence: false);
            }
            else if (position >= 2 * MostCharacters)
            {
                Cut(clauses, char.IsHighSurrogate(here) ? position : position + 1, endsSentence: false);
            }
        }
    }

    // "word. ": the mark is decided by the blank alone, so that speech need not wait for the next sentence.
    private bool IsDecidedByOneCharacter()
    {
        char here = _text[_scanned];
        return char.IsWhiteSpace(_text[_scanned + 1]) && here is '.' or '!' or '?' or '…' or ';' or '"' or '”' or ')' && IsSentenceEnd(_scanned);
    }

    private bool IsSentenceEnd(int position)
    {
        int mark = position;
        while (mark > 0 && _text[mark] is '"' or '”' or '’' or '\'' or ')' or ']' or '*' or '_')
        {
            mark--;
        }

        return _text[mark] switch
        {
            '!' or '?' or '…' or '。' or '！' or '？' => true,
            '.' => mark > 0 && !IsAbbreviation(mark),
            _ => false,
        };
    }

    private bool IsAbbreviation(int stop)
    {
        int first = stop;
        while (first > 0 && (char.IsLetterOrDigit(_text[first - 1]) || _text[first - 1] is '.' or '\''))
        {
            first--;
        }

        string word = _text.ToString(first, stop - first);
        return word.Length == 0
            || (word.Length == 1 && char.IsAsciiLetter(word[0]) && word is not ("I" or "x" or "y" or "z" or "n"))
            || (word.Contains('.', StringComparison.Ordinal) && word.All(letter => char.IsAsciiLetter(letter) || letter == '.') && word.Split('.').All(part => part.Length <= 1))
            || (SpokenTables.Abbreviations.ContainsKey(word) && word is not ("no" or "No" or "min" or "max" or "etc" or "def" or "ed" or "mar" or "al"))
            || (word.All(char.IsAsciiDigit) && _words == 1);
    }

    private bool IsClauseEnd(int position, char afterNext) => _text[position] switch
    {
        ';' or ':' or '—' => true,
        ',' => !(position > 0 && char.IsAsciiDigit(_text[position - 1]) && char.IsAsciiDigit(afterNext)),
        _ => false,
    };

    private bool IsPlainWordBefore(int position)
    {
        int letters = 0;
        for (int index = position - 1; index >= 0 && !char.IsWhiteSpace(_text[index]); index--, letters++)
        {
            if (!char.IsLetter(_text[index]))
            {
                return false;
            }
        }

        return letters > 1;
    }

    // Where to cut if the word that ends here links two clauses: before that word, unless a number or symbol is near.
    private int LinkBefore(int position)
    {
        int first = position;
        while (first > 0 && char.IsLetter(_text[first - 1]))
        {
            first--;
        }

        return first > 1 && position - first <= 8 && Links.Contains(_text.ToString(first, position - first)) && IsPlainWordBefore(first - 1) ? first : 0;
    }

    private void Cut(List<Clause> clauses, int length, bool endsSentence)
    {
        string text = _text.ToString(0, length);
        _text.Remove(0, length);
        if (!string.IsNullOrWhiteSpace(text))
        {
            clauses.Add(new Clause(text, _start, endsSentence));
            _isInHaste = false;
        }

        // The word before which a link was cut is scanned again as the first of the next clause.
        _start += length;
        _scanned = 0;
        _words = 0;
        _inWord = false;
    }
}
