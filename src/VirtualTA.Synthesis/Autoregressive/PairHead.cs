using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Transformer;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>What the first code of a step changes for the second: h + table[c] + narrow(silu(widen(h) + wide table[c])). Immutable.</summary>
/// <remarks>VALL-E 2 draws the codes of a group independently; of two neighbouring frames the second then often does not go on from the first.</remarks>
internal sealed class PairHead
{
    private readonly EmbeddingTable _table;
    private readonly EmbeddingTable _wideTable;
    private readonly Linear _widen;
    private readonly Linear _narrow;

    private PairHead(SafetensorsFile file, int inner, int codes, int width)
    {
        _table = new EmbeddingTable(file, "pair.table", codes + 1, width);
        _wideTable = new EmbeddingTable(file, "pair.wide_table", codes + 1, inner);
        _widen = Linear.Load(file, "pair.widen", width, inner);
        _narrow = Linear.Load(file, "pair.narrow", inner, width);
    }

    /// <summary>Bytes of weights that one use reads.</summary>
    public long WeightBytes => _widen.WeightBytes + _narrow.WeightBytes;

    /// <summary>The head of a model, or null where the file has none.</summary>
    /// <exception cref="ModelFormatException">The head is damaged.</exception>
    public static PairHead? Load(SafetensorsFile file, int codes, int width) =>
        file.Metadata.ContainsKey("pair") && file.RequireInt("pair", 0, 16384) is var inner and > 0 ? new PairHead(file, inner, codes, width) : null;

    /// <summary>Brings hidden states up to date with the first code.</summary>
    /// <param name="hidden">[tokens, width].</param>
    /// <param name="tokens">How many; all with the same code.</param>
    /// <param name="first">The first code.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(Span<float> hidden, int tokens, int first, Workspace workspace)
    {
        using Workspace.Scope scope = workspace.Begin();
        int width = _widen.Inputs;
        int inner = _widen.Outputs;
        Span<float> wide = workspace.Floats(tokens * inner);
        Span<float> change = workspace.Floats(tokens * width);
        _widen.Apply(hidden, tokens, wide, workspace);
        for (int token = 0; token < tokens; token++)
        {
            _wideTable.AddTo(first, wide.Slice(token * inner, inner));
        }

        Activation.Silu(wide);
        _narrow.Apply(wide, tokens, change, workspace);
        Activation.Add(hidden, change);
        for (int token = 0; token < tokens; token++)
        {
            _table.AddTo(first, hidden.Slice(token * width, width));
        }
    }
}
