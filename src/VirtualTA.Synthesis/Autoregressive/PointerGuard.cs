using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>Keeps the pointer going: it may not rest on a symbol longer than the symbol lasts in speech, nor a piece take more than thrice its time. A value; pass it by reference.</summary>
/// <remarks>The same moves as <c>PointerGuard</c> of the training's <c>voice/durations.py</c>.</remarks>
internal struct PointerGuard
{
    /// <summary>Most steps on a sentence's final mark before it is ended.</summary>
    public const int MostStepsOfEnd = 12;

    private const int PatienceFactor = 3;

    private int _rested;
    private int _steps;
    private int _most;

    /// <summary>Moves that the guard made in the model's place.</summary>
    public int Forced { get; private set; }

    /// <summary>Whether the piece has used up its time: the model has lost its way.</summary>
    public readonly bool IsOverdue => _steps >= _most;

    /// <summary>Starts a piece.</summary>
    public void Begin(ReadOnlySpan<byte> symbols)
    {
        (_rested, _steps) = (0, 0);
        _most = (int)(PatienceFactor * PhoneDurations.ExpectedSteps(symbols)) + MostStepsOfEnd;
    }

    /// <summary>Counts a step and gives the move to make.</summary>
    /// <param name="symbol">The symbol under the pointer.</param>
    /// <param name="drawn">0, 1 or 2, as the model drew it.</param>
    /// <param name="isEnd">Whether it is the last symbol of a sentence, on which the pointer rests until the end.</param>
    public int Move(byte symbol, int drawn, bool isEnd)
    {
        _steps++;
        _rested++;
        if (drawn == 0 && !isEnd && _rested >= PhoneDurations.MostSteps(symbol))
        {
            drawn = 1;
            Forced++;
        }

        _rested = drawn > 0 && !isEnd ? 0 : _rested;
        return drawn;
    }

    /// <summary>Whether a sentence that the model does not end must be ended: the pointer has rested on its last symbol too long.</summary>
    public readonly bool MustEnd(bool isEnd) => isEnd && (_rested >= MostStepsOfEnd || IsOverdue);
}
