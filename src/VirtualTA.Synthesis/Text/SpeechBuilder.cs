using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>Collects what the rules of the normaliser say, with the span of text each rule consumed.</summary>
internal sealed class SpeechBuilder
{
    private readonly List<SpeechItem> _items = [];
    private readonly Dictionary<string, int> _dropped = [];
    private readonly Stack<bool> _brackets = new();
    private int _start;
    private int _length;

    public SpeechItem? Last => _items.Count > 0 ? _items[^1] : null;

    /// <summary>Sets the span that everything said from now on stands for.</summary>
    public SpeechBuilder At(int start, int length)
    {
        _start = start;
        _length = length;
        return this;
    }

    /// <summary>Says words that are separated by blanks.</summary>
    public SpeechBuilder Say(string words)
    {
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _items.Add(new SpeechItem(SpeechItemKind.Word, word, 0, _start, _length));
        }

        return this;
    }

    /// <summary>Adds an ending to the word said last, if it belongs to the same written form.</summary>
    public bool TryAppend(string ending)
    {
        if (_items.Count == 0 || _items[^1].Kind != SpeechItemKind.Word || _items[^1].Start != _start)
        {
            return false;
        }

        _items[^1] = _items[^1] with { Text = _items[^1].Text + ending };
        return true;
    }

    public SpeechBuilder Letter(char letter)
    {
        _items.Add(new SpeechItem(SpeechItemKind.Letter, letter.ToString(), 0, _start, _length));
        return this;
    }

    /// <summary>Names letters one by one, in capitals; digits among them are named too.</summary>
    public SpeechBuilder Spell(ReadOnlySpan<char> letters)
    {
        foreach (char letter in letters)
        {
            if (char.IsAsciiLetter(letter))
            {
                Letter(char.ToUpperInvariant(letter));
            }
            else if (char.IsAsciiDigit(letter))
            {
                Say(NumberWords.Digit(letter));
            }
        }

        return this;
    }

    /// <summary>Adds a pause; of several in a row the strongest stays, and none stands at the beginning.</summary>
    public SpeechBuilder Mark(byte mark)
    {
        if (_items.Count == 0)
        {
            return this;
        }

        SpeechItem item = new(SpeechItemKind.Mark, PhoneSet.NameOf(mark), mark, _start, _length);
        if (_items[^1].Kind != SpeechItemKind.Mark)
        {
            _items.Add(item);
        }
        else if (Strength(mark) > Strength(_items[^1].Mark))
        {
            _items[^1] = item;
        }

        return this;
    }

    public void OpenBracket(bool isCall) => _brackets.Push(isCall);

    /// <summary>Whether the bracket now closed belonged to a function call.</summary>
    public bool CloseBracket() => _brackets.TryPop(out bool isCall) && isCall;

    public bool IsInsideCall => _brackets.TryPeek(out bool isCall) && isCall;

    public void Drop(string reason, int count = 1) => _dropped[reason] = _dropped.GetValueOrDefault(reason) + count;

    public NormalisedText Build() => new(_items, _dropped);

    private static int Strength(byte mark) => mark switch
    {
        PhoneSet.Question or PhoneSet.Exclamation => 4,
        PhoneSet.Stop => 3,
        PhoneSet.Semicolon or PhoneSet.Colon => 2,
        PhoneSet.Dash => 1,
        _ => 0,
    };
}
