namespace VirtualTA.Neural.Layers;

/// <summary>Cuts a product of tokens and weight panels into parts for the worker pool.</summary>
/// <param name="Tokens">Rows.</param>
/// <param name="Panels">Weight panels, or pairs of them.</param>
/// <param name="TokensPerPart">Rows of a part.</param>
/// <param name="PanelsPerPart">Panels of a part.</param>
internal readonly record struct WorkSplit(int Tokens, int Panels, int TokensPerPart, int PanelsPerPart)
{
    /// <summary>Rows whose inputs stay in the second-level cache.</summary>
    public const int TokenChunk = 64;

    // Below this many multiply-adds waking a thread costs more than it brings.
    private const long WorthSharing = 150_000;
    private const int PartsPerThread = 2;

    public int PanelParts => (Panels + PanelsPerPart - 1) / PanelsPerPart;

    public int Parts => PanelParts * ((Tokens + TokensPerPart - 1) / TokensPerPart);

    public static WorkSplit For(int tokens, int panels, long multiplyAddsPerTokenAndPanel, int threads)
    {
        if (threads == 1 || tokens * panels * multiplyAddsPerTokenAndPanel < WorthSharing)
        {
            return new WorkSplit(tokens, panels, tokens, panels);
        }

        var parts = threads * PartsPerThread;
        return tokens >= TokenChunk * parts
            ? new WorkSplit(tokens, panels, TokenChunk, panels)
            : new WorkSplit(tokens, panels, tokens, Math.Max(1, (panels + parts - 1) / parts));
    }

    public void Range(int part, out int firstToken, out int lastToken, out int firstPanel, out int lastPanel)
    {
        firstToken = part / PanelParts * TokensPerPart;
        lastToken = Math.Min(Tokens, firstToken + TokensPerPart);
        firstPanel = part % PanelParts * PanelsPerPart;
        lastPanel = Math.Min(Panels, firstPanel + PanelsPerPart);
    }
}
