using System.Threading.Channels;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Transformer;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>One utterance on its way through the codec language model. All but the channels belongs to the scheduler's thread.</summary>
internal sealed class SpeechStream
{
    /// <summary>Steps that may wait for the listener: 16 frames.</summary>
    public const int StepBacklog = 8;

    private const int ClauseBacklog = 4;
    private const int MostSymbols = 120;
    private const int StepsOfStretch = 500;
    private const int RoomForPiece = 1200; // MostSymbols and the most steps that the guard allows for them

    private static readonly int[] NoSymbols = [.. Enumerable.Repeat(SymbolMap.None, MostSymbols)];

    private readonly AutoregressiveModel _model;
    private readonly int _prefix;
    private readonly SamplingOptions _sampling;
    private readonly Channel<PhonemeClause> _clauses = Channel.CreateBounded<PhonemeClause>(new BoundedChannelOptions(ClauseBacklog) { SingleReader = true, SingleWriter = true });
    private readonly Channel<SpokenStep> _steps = Channel.CreateBounded<SpokenStep>(new BoundedChannelOptions(StepBacklog) { SingleReader = true, SingleWriter = true });
    private readonly int[] _rows = new int[MostSymbols + 3];
    private readonly Action _wake;
    private RepetitionAwareSampler _sampler;
    private PointerGuard _guard;
    private PhonemeClause? _unread;
    private PhonemeClause? _current;
    private int _unreadFrom;
    private int _first;
    private int _count;
    private int _place;
    private int _stepsOfStretch;
    private (int Code0, int Code1) _previous = (-1, -1);
    private bool _isFinal;
    private bool _isInStretch;
    private volatile bool _isAbandoned;

    public SpeechStream(
        AutoregressiveModel model, AutoregressiveState state, AutoregressiveState? wordless, Voice voice, ulong seed, SamplingOptions sampling, Action wake)
    {
        (_model, State, Wordless, _sampling, _wake) = (model, state, wordless, sampling, wake);
        state.Cache.Share(voice.Prefix);
        wordless?.Cache.Share(voice.Wordless);
        _prefix = state.Cache.Length;
        _sampler = new RepetitionAwareSampler(seed);
    }

    public AutoregressiveState State { get; }

    /// <summary>The same speech without its text, where that guides the draws.</summary>
    public AutoregressiveState? Wordless { get; }

    /// <summary>Where clauses come in; completing it ends the utterance.</summary>
    public ChannelWriter<PhonemeClause> Clauses => _clauses.Writer;

    /// <summary>Where steps come out; call <see cref="Wake"/> after reading.</summary>
    public ChannelReader<SpokenStep> Steps => _steps.Reader;

    /// <summary>Pieces that had to be ended because the model did not end them.</summary>
    public int Failures { get; private set; }

    /// <summary>Moves of the pointer that were made in the model's place.</summary>
    public int ForcedMoves => _guard.Forced;

    /// <summary>Tells the scheduler that something has changed: a clause has come or a step was taken.</summary>
    public void Wake() => _wake();

    /// <summary>Stops the stream before its next step.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        _wake();
    }

    /// <summary>Ends the stream with a fault, which its listener sees.</summary>
    public void Fail(Exception fault) => _steps.Writer.TryComplete(fault);

    /// <summary>Brings the stream to its next step; false if it cannot take one now.</summary>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="isDone">Whether it never will again.</param>
    public bool TryPrepare(Workspace workspace, out bool isDone)
    {
        isDone = _isAbandoned;
        if (isDone)
        {
            _steps.Writer.TryComplete();
            return false;
        }

        // A step may be followed by the mark of the stretch's end.
        if (_steps.Reader.Count > StepBacklog - 2)
        {
            return false;
        }

        if (_isInStretch && (_isFinal || _place < _count))
        {
            return true;
        }

        if (_unread is null)
        {
            if (!_clauses.Reader.TryRead(out _unread))
            {
                return _clauses.Reader.Completion.IsCompleted && TryFinish(out isDone);
            }

            _unreadFrom = 0;
        }

        LoadPiece(workspace);
        return true;
    }

    /// <summary>Input of the next step.</summary>
    public StepInput NextInput()
    {
        int here = Math.Min(_place, _count - 1);
        return new StepInput(_rows[here], _rows[here + 1], _rows[here + 2], _previous.Code0, _previous.Code1);
    }

    /// <summary>Draws the step's codes from the logits and passes them on.</summary>
    public void Accept(Workspace workspace)
    {
        Guide(0);
        bool mayEnd = _isFinal && _place >= _count - 1;
        int end = _model.Codes;
        Span<float> logits = State.CodeLogits(0);
        logits[end] = mayEnd ? logits[end] : float.NegativeInfinity;
        int code = _sampler.Draw(0, logits, _sampling, workspace);
        if (code == end)
        {
            EndStretch();
            return;
        }

        _model.Follow(State, Wordless, code, workspace);
        Guide(1);
        State.CodeLogits(1)[end] = float.NegativeInfinity;
        int second = _sampler.Draw(1, State.CodeLogits(1), _sampling, workspace);
        int here = Math.Min(_place, _count - 1);
        ReadOnlySpan<byte> symbols = _current!.Symbols.Span;
        byte symbol = symbols[_first + here];
        int move = _guard.Move(symbol, _sampler.DrawAdvance(State.AdvanceLogits, workspace), mayEnd);
        byte following = move == 2 && here + 1 < _count ? symbols[_first + here + 1] : symbol;
        _steps.Writer.TryWrite(new SpokenStep(code, second, symbol, following, _current, _first + here));
        _previous = (code, second);
        _place = _isFinal ? Math.Min(_place + move, _count - 1) : _place + move;
        CheckPatience(mayEnd);
    }

    private void Guide(int slot)
    {
        if (Wordless is null)
        {
            return;
        }

        Span<float> logits = State.CodeLogits(slot);
        ReadOnlySpan<float> wordless = Wordless.CodeLogits(slot);
        for (int token = 0; token < logits.Length; token++)
        {
            logits[token] += _sampling.Guidance * (logits[token] - wordless[token]);
        }
    }

    private void CheckPatience(bool mayEnd)
    {
        _stepsOfStretch++;
        if (_guard.MustEnd(mayEnd) || (_isFinal && _guard.IsOverdue))
        {
            Failures++;
            EndStretch();
        }
        else if (_guard.IsOverdue)
        {
            Failures++;
            _place = _count;
        }
    }

    // No text will come: what was said so far is the end of a sentence, or nothing is left to say.
    private bool TryFinish(out bool isDone)
    {
        isDone = !_isInStretch;
        if (isDone)
        {
            Exception? failure = _clauses.Reader.Completion.IsFaulted ? _clauses.Reader.Completion.Exception!.InnerException : null;
            _steps.Writer.TryComplete(failure);
            return false;
        }

        _isFinal = true;
        _place = _count - 1;
        _guard.Begin(_current!.Symbols.Span.Slice(_first + _place, 1));
        return true;
    }

    private void LoadPiece(Workspace workspace)
    {
        if (_isInStretch && (_stepsOfStretch > StepsOfStretch || State.Cache.Length > State.Cache.Capacity - RoomForPiece))
        {
            EndStretch();
        }

        // A pointer that moved by two from the last symbol has passed the first of the next piece.
        int overflow = _isInStretch ? Math.Clamp(_place - _count, 0, 1) : 0;
        if (!_isInStretch)
        {
            State.Cache.Truncate(_prefix);
            Wordless?.Cache.Truncate(_prefix);
            _sampler.Forget();
            _previous = (-1, -1);
            (_stepsOfStretch, _isInStretch) = (0, true);
        }

        PhonemeClause clause = _unread!;
        ReadOnlySpan<byte> rest = clause.Symbols.Span[_unreadFrom..];
        (_current, _first, _count) = (clause, _unreadFrom, PieceLength(rest));
        bool isWhole = _count == rest.Length;
        _unread = isWhole ? null : clause;
        _unreadFrom += _count;
        _isFinal = isWhole && clause.EndsSentence;
        for (int index = 0; index < _count; index++)
        {
            _rows[index] = _model.Symbols.RowOf(rest[index]);
        }

        _rows.AsSpan(_count, 3).Clear(); // nothing follows the piece
        _place = Math.Min(overflow, _count - 1);
        _guard.Begin(rest[.._count]);
        _model.Read(State, _rows.AsSpan(0, _count), workspace);
        if (Wordless is not null)
        {
            _model.Read(Wordless, NoSymbols.AsSpan(0, _count), workspace);
        }
    }

    private static int PieceLength(ReadOnlySpan<byte> symbols)
    {
        if (symbols.Length <= MostSymbols)
        {
            return symbols.Length;
        }

        int boundary = symbols[..MostSymbols].LastIndexOfAnyInRange(PhoneSet.WordBoundary, PhoneSet.Dash);
        return boundary > 0 ? boundary + 1 : MostSymbols;
    }

    private void EndStretch()
    {
        _steps.Writer.TryWrite(SpokenStep.EndOfStretch);
        (_isInStretch, _isFinal) = (false, false);
    }
}
