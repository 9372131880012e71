namespace VirtualTA.Neural.Recurrent;

/// <summary>Where one stream stands in a recurrent layer.</summary>
public sealed class RecurrentState
{
    internal RecurrentState(int hidden) => (Hidden, Cell) = (new float[hidden], new float[hidden]);

    /// <summary>Last output, [hidden].</summary>
    public float[] Hidden { get; }

    /// <summary>Cell of an LSTM, [hidden]; unused by a GRU.</summary>
    public float[] Cell { get; }

    /// <summary>Back to zeros.</summary>
    public void Reset()
    {
        Array.Clear(Hidden);
        Array.Clear(Cell);
    }
}
