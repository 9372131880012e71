using System.Text;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>A piece of text that is spoken in one breath.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">Index of its first character in all the text given so far.</param>
internal readonly record struct Clause(string Text, int Start);

/// <summary>Cuts arriving text into clauses as early as its prosody allows, however the text is split on arrival.</summary>
/// <param name="hurriesFirst">Whether the first clause is to end at the first mark of all.</param>
internal sealed class ClauseSplitter(bool hurriesFirst = false)
{
    /// <summary>A comma closes a clause only after this many characters; shorter ones sound chopped.</summary>
    private const int ShortestClause = 24;

    private const int ShortestInHaste = 6;

    /// <summary>Text without any mark is cut at a space here, so that memory and waiting stay bounded.</summary>
    private const int LongestClause = 400;

    private readonly StringBuilder _pending = new();
    private int _start;

    /// <summary>Takes more text and gives the clauses that are complete with it.</summary>
    public IEnumerable<Clause> Add(string piece)
    {
        _pending.Append(piece);
        while (FirstEnd() is var length and > 0)
        {
            yield return Take(length);
        }
    }

    /// <summary>What is left once no more text comes; null if nothing is.</summary>
    public Clause? Flush() => _pending.Length > 0 ? Take(_pending.Length) : null;

    private Clause Take(int length)
    {
        var clause = new Clause(_pending.ToString(0, length), _start);
        _pending.Remove(0, length);
        _start += length;
        return clause;
    }

    /// <summary>Length of the first complete clause; 0 while there is none.</summary>
    private int FirstEnd()
    {
        for (var i = 0; i < _pending.Length; i++)
        {
            if (IsEnd(i))
            {
                return i + 1;
            }

            if (i >= LongestClause)
            {
                var space = _pending.ToString(0, i).LastIndexOf(' ');
                return space > 0 ? space + 1 : i;
            }
        }

        return 0;
    }

    private bool IsEnd(int at)
    {
        var isLast = at + 1 == _pending.Length;
        return _pending[at] switch
        {
            '\n' => true,
            '!' or '?' or '…' => isLast || char.IsWhiteSpace(_pending[at + 1]),
            // "3." may go on as "3.14" in the next piece, "A." as "A.I."
            '.' => isLast ? at > 1 && char.IsLower(_pending[at - 1]) && char.IsLower(_pending[at - 2]) : char.IsWhiteSpace(_pending[at + 1]),
            ',' or ';' or ':' => !isLast && at >= (hurriesFirst && _start == 0 ? ShortestInHaste : ShortestClause) && char.IsWhiteSpace(_pending[at + 1]),
            _ => false,
        };
    }
}
