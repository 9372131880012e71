using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;
using VirtualTA.Synthesis.Transformer;

namespace VirtualTA.Synthesis.Refinement;

/// <summary>The non-autoregressive model of levels 2 to 6: pass A gives levels 2 and 3, pass B levels 4, 5 and 6, greedily.</summary>
/// <remarks>
/// Block-causal: prompt frames see the prompt; the frames of a block see the prompt, the blocks before, their own block and
/// copies of the next two frames, which are computed again with their own block. Immutable; states are passed in.
/// </remarks>
internal sealed class RefinementModel
{
    /// <summary>Passes.</summary>
    public const int Passes = 2;

    /// <summary>Levels, with the first, that are known after so many passes.</summary>
    public static int LevelsAfter(int passes) => LevelsOfPass[passes - 1][^1] + 1;

    /// <summary>Frames that a block sees beyond its end.</summary>
    public const int LookAhead = 2;

    private static readonly int[][] LevelsOfPass = [[1, 2], [3, 4, 5]];

    private readonly EmbeddingTable[] _codes;
    private readonly Linear[] _heads;
    private readonly EmbeddingTable _symbols;
    private readonly Linear _speaker;
    private readonly TransformerBlock[] _blocks;
    private readonly Normalization _norm;
    private readonly RotaryEmbedding _rotary;

    private RefinementModel(SafetensorsFile file)
    {
        file.Expect("kind", "refinement");
        Digest = file.Metadata.GetValueOrDefault(SafetensorsFile.DigestKey, "");
        Width = file.RequireInt("width", 8, 4096);
        int layers = file.RequireInt("layers", 1, 64);
        int heads = file.RequireInt("heads", 1, 64);
        int inner = file.RequireInt("inner", 8, 16384);
        Codes = file.RequireInt("codes", 2, 8192);
        Levels = file.RequireInt("levels", 6, 6);
        SpeakerWidth = file.RequireInt("speaker", 1, 4096);
        Symbols = new SymbolMap(file);
        _codes = [.. Enumerable.Range(0, Levels).Select(level => new EmbeddingTable(file, $"codes.{level}", Codes, Width))];
        _heads = [.. _codes.Select(table => Linear.HalfPrecision(table.Values, [], Width))];
        _symbols = new EmbeddingTable(file, "symbols", Symbols.Count, Width);
        _speaker = Linear.Load(file, "speaker", SpeakerWidth, Width);
        _blocks = [.. Enumerable.Range(0, layers).Select(layer => new TransformerBlock(file, layer, Width, heads, inner, Passes))];
        _norm = Normalization.Load(file, "norm", Width);
        _rotary = new RotaryEmbedding(Width / heads, RefinementState.MostFrames);
    }

    /// <summary>What tells these weights from others; empty if the file does not say.</summary>
    public string Digest { get; }

    public int Width { get; }

    public int Codes { get; }

    public int Levels { get; }

    public int SpeakerWidth { get; }

    public int Layers => _blocks.Length;

    public SymbolMap Symbols { get; }

    /// <summary>Loads the weights.</summary>
    /// <exception cref="ModelFormatException">The file is no such model or is damaged.</exception>
    public static RefinementModel Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new RefinementModel(file);
    }

    /// <summary>The speaker vector as the model adds it to every frame, [width].</summary>
    public float[] Speaker(ReadOnlySpan<float> vector, Workspace workspace)
    {
        float[] projected = new float[Width];
        _speaker.Apply(vector, 1, projected, workspace);
        return projected;
    }

    /// <summary>Takes in the prompt; the state must be empty.</summary>
    /// <param name="state">Keys and values of both passes.</param>
    /// <param name="speaker">As from <see cref="Speaker"/>.</param>
    /// <param name="codes">All levels, [frames, levels].</param>
    /// <param name="symbols">Row of the symbol of each frame.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Prompt(RefinementState state, ReadOnlySpan<float> speaker, ReadOnlySpan<int> codes, ReadOnlySpan<int> symbols, Workspace workspace)
    {
        if (symbols.IsEmpty)
        {
            return;
        }

        using Workspace.Scope scope = workspace.Begin();
        Span<float> hidden = workspace.Floats(symbols.Length * Width);
        for (int pass = 0; pass < Passes; pass++)
        {
            Embed(codes, symbols, speaker, Levels, hidden);
            Run(state.Caches[pass], hidden, symbols.Length, symbols.Length, pass, workspace);
        }
    }

    /// <summary>Computes the upper levels of a block.</summary>
    /// <param name="state">Keys and values of both passes; grows by the block.</param>
    /// <param name="speaker">As from <see cref="Speaker"/>.</param>
    /// <param name="codes">[frames + ahead, levels]; level 1 is given, the others are written, those of the frames ahead for nobody's use.</param>
    /// <param name="symbols">Row of the symbol of each frame.</param>
    /// <param name="frames">Frames of the block.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="passes">Passes to run; levels of those left out are not written, and their part of the state does not grow.</param>
    public void Refine(
        RefinementState state, ReadOnlySpan<float> speaker, Span<int> codes, ReadOnlySpan<int> symbols, int frames, Workspace workspace, int passes = Passes)
    {
        using Workspace.Scope scope = workspace.Begin();
        int tokens = symbols.Length;
        Span<float> hidden = workspace.Floats(tokens * Width);
        Span<float> logits = workspace.Floats(tokens * Codes);
        for (int pass = 0; pass < passes; pass++)
        {
            int[] levels = LevelsOfPass[pass];
            Embed(codes, symbols, speaker, levels[0], hidden);
            Run(state.Caches[pass], hidden, tokens, frames, pass, workspace);
            _norm.Apply(hidden, hidden);
            foreach (int level in levels)
            {
                _heads[level].Apply(hidden, tokens, logits, workspace);
                for (int token = 0; token < tokens; token++)
                {
                    codes[(token * Levels) + level] = TokenSampler.Greedy(logits.Slice(token * Codes, Codes));
                }
            }
        }
    }

    private void Embed(ReadOnlySpan<int> codes, ReadOnlySpan<int> symbols, ReadOnlySpan<float> speaker, int known, Span<float> hidden)
    {
        for (int frame = 0; frame < symbols.Length; frame++)
        {
            Span<float> row = hidden.Slice(frame * Width, Width);
            row.Clear();
            for (int level = 0; level < known; level++)
            {
                _codes[level].AddTo(codes[(frame * Levels) + level], row);
            }

            _symbols.AddTo(symbols[frame], row);
            for (int channel = 0; channel < Width; channel++)
            {
                row[channel] += speaker[channel];
            }
        }
    }

    private void Run(HalfKvCache cache, Span<float> hidden, int tokens, int kept, int pass, Workspace workspace)
    {
        foreach (TransformerBlock block in _blocks)
        {
            block.Apply(hidden, tokens, cache, _rotary, isCausal: false, pass, workspace);
        }

        cache.Advance(kept);
    }
}
