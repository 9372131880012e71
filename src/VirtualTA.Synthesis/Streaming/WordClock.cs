using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Follows the pointer through the clauses and notes when each written word begins and ends.</summary>
internal sealed class WordClock
{
    private const double FrameSeconds = 0.02;

    private readonly Queue<WordTiming> _ended = new();
    private PhonemeClause? _clause;
    private PhonemeWord? _open;
    private int _openedAt;
    private int _next;
    private int _frames;

    /// <summary>Counts a frame in which a symbol of a clause is said.</summary>
    public void Add(PhonemeClause clause, int place)
    {
        if (!ReferenceEquals(clause, _clause))
        {
            PassAll();
            (_clause, _next) = (clause, 0);
        }

        if (_open is not null && place >= _open.FirstSymbol + _open.SymbolCount)
        {
            Close();
        }

        while (_next < clause.Words.Count && clause.Words[_next].FirstSymbol <= place)
        {
            Close();
            (_open, _openedAt) = (clause.Words[_next++], _frames);
        }

        _frames++;
    }

    /// <summary>Ends the words of what was said so far; those that the pointer never reached get no time.</summary>
    public void PassAll()
    {
        Close();
        while (_clause is not null && _next < _clause.Words.Count)
        {
            (_open, _openedAt) = (_clause.Words[_next++], _frames);
            Close();
        }

        _clause = null;
    }

    /// <summary>Takes the words whose end has become known.</summary>
    public IReadOnlyList<WordTiming> Take()
    {
        if (_ended.Count == 0)
        {
            return [];
        }

        WordTiming[] words = [.. _ended];
        _ended.Clear();
        return words;
    }

    private void Close()
    {
        if (_open is not null)
        {
            _ended.Enqueue(new WordTiming(_open.Written, TimeSpan.FromSeconds(_openedAt * FrameSeconds), TimeSpan.FromSeconds(_frames * FrameSeconds), _open.TextStart));
            _open = null;
        }
    }
}
