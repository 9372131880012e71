using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Transformer;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>The codec language model: two codes of level 1 a step of 40 ms, guided by a pointer into the symbols.</summary>
/// <remarks>
/// After VALL-E (2301.02111) with the voice before the text, VALL-E 2's grouping (2406.05370), its second code told from the
/// first where the weights have a <see cref="PairHead"/>, and a monotonic pointer. A
/// sequence is <c>[spk] [prompt symbols] [prompt steps] | [clause symbols] [clause steps] …</c>. Immutable; a sequence's state
/// is an <see cref="AutoregressiveState"/>. A sequence gives the same numbers alone and in a batch.
/// </remarks>
internal sealed class AutoregressiveModel
{
    /// <summary>Codes that one step gives.</summary>
    public const int Group = 2;

    /// <summary>How far the pointer can move in a step: 0, 1 or 2.</summary>
    public const int Advances = 3;

    private readonly EmbeddingTable[] _codes;
    private readonly Linear[] _codeHeads;
    private readonly EmbeddingTable _symbols;
    private readonly EmbeddingTable _pointed;
    private readonly EmbeddingTable[] _following;
    private readonly EmbeddingTable _kind;
    private readonly EmbeddingTable _language;
    private readonly float[] _start;
    private readonly Linear _speaker;
    private readonly Linear _advance;
    private readonly PairHead? _pair;
    private readonly TransformerBlock[] _blocks;
    private readonly Normalization _norm;
    private readonly RotaryEmbedding _rotary;

    private AutoregressiveModel(SafetensorsFile file)
    {
        file.Expect("kind", "autoregressive");
        Digest = file.Metadata.GetValueOrDefault(SafetensorsFile.DigestKey, "");
        Width = file.RequireInt("width", 8, 4096);
        int layers = file.RequireInt("layers", 1, 64);
        int heads = file.RequireInt("heads", 1, 64);
        int inner = file.RequireInt("inner", 8, 16384);
        Codes = file.RequireInt("codes", 2, 8192);
        SpeakerWidth = file.RequireInt("speaker", 1, 4096);
        int languages = file.RequireInt("languages", 1, 1000);
        Symbols = new SymbolMap(file);
        _codes = [.. Enumerable.Range(0, Group).Select(slot => new EmbeddingTable(file, $"codes.{slot}", Codes + 1, Width))];
        _codeHeads = [.. _codes.Select(table => Linear.HalfPrecision(table.Values, [], Width))];
        _symbols = new EmbeddingTable(file, "symbols", Symbols.Count, Width);
        _pointed = new EmbeddingTable(file, "pointed", Symbols.Count, Width);
        _following = [new EmbeddingTable(file, "following.0", Symbols.Count, Width), new EmbeddingTable(file, "following.1", Symbols.Count, Width)];
        _kind = new EmbeddingTable(file, "kind", 2, Width);
        _language = new EmbeddingTable(file, "language", languages, Width);
        _start = file.Floats("start", Width);
        _speaker = Linear.Load(file, "speaker", SpeakerWidth, Width);
        _advance = Linear.Load(file, "advance", Width, Advances);
        _pair = PairHead.Load(file, Codes, Width);
        _blocks = [.. Enumerable.Range(0, layers).Select(layer => new TransformerBlock(file, layer, Width, heads, inner, passes: 0))];
        _norm = Normalization.Load(file, "norm", Width);
        _rotary = new RotaryEmbedding(Width / heads, AutoregressiveState.MostPositions);
    }

    /// <summary>What tells these weights from others; empty if the file does not say.</summary>
    public string Digest { get; }

    /// <summary>Values of a hidden state.</summary>
    public int Width { get; }

    /// <summary>Codes of a level; as a class of the first head it means the end.</summary>
    public int Codes { get; }

    /// <summary>Values of a speaker vector.</summary>
    public int SpeakerWidth { get; }

    /// <summary>Layers.</summary>
    public int Layers => _blocks.Length;

    /// <summary>From phones to rows.</summary>
    public SymbolMap Symbols { get; }

    /// <summary>Bytes of weights that one step reads.</summary>
    public long WeightBytes => _blocks.Sum(block => block.WeightBytes) + _codeHeads.Sum(head => head.WeightBytes) + (_pair?.WeightBytes ?? 0);

    /// <summary>Loads the weights.</summary>
    /// <exception cref="ModelFormatException">The file is no such model or is damaged.</exception>
    public static AutoregressiveModel Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new AutoregressiveModel(file);
    }

    /// <summary>Begins a sequence with the speaker; the state must be empty.</summary>
    public void Begin(AutoregressiveState state, ReadOnlySpan<float> speaker, int language, Workspace workspace)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(speaker.Length, SpeakerWidth, nameof(speaker));
        using Workspace.Scope scope = workspace.Begin();
        Span<float> hidden = workspace.Floats(Width);
        _speaker.Apply(speaker, 1, hidden, workspace);
        _language.AddTo(language, hidden);
        Run(state, hidden, 1, workspace);
    }

    /// <summary>Adds symbols to be read.</summary>
    /// <param name="state">The sequence.</param>
    /// <param name="rows">Rows of the symbol table.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Read(AutoregressiveState state, ReadOnlySpan<int> rows, Workspace workspace)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        using Workspace.Scope scope = workspace.Begin();
        Span<float> hidden = workspace.Floats(rows.Length * Width);
        hidden.Clear();
        for (int index = 0; index < rows.Length; index++)
        {
            Span<float> row = hidden.Slice(index * Width, Width);
            _symbols.AddTo(rows[index], row);
            _kind.AddTo(0, row);
        }

        Run(state, hidden, rows.Length, workspace);
    }

    /// <summary>Adds the steps of a recording.</summary>
    /// <param name="state">The sequence.</param>
    /// <param name="steps">Inputs; the codes of each step are the next one's previous codes.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Listen(AutoregressiveState state, ReadOnlySpan<StepInput> steps, Workspace workspace)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        using Workspace.Scope scope = workspace.Begin();
        Span<float> hidden = workspace.Floats(steps.Length * Width);
        for (int index = 0; index < steps.Length; index++)
        {
            Embed(steps[index], hidden.Slice(index * Width, Width));
        }

        Run(state, hidden, steps.Length, workspace);
    }

    /// <summary>Runs one step of each sequence; the logits are left in the states, those of the second code by <see cref="Follow"/>.</summary>
    /// <param name="states">Sequences.</param>
    /// <param name="caches">The states' caches, in the same order.</param>
    /// <param name="inputs">One input a sequence.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Step(ReadOnlySpan<AutoregressiveState> states, ReadOnlySpan<HalfKvCache> caches, ReadOnlySpan<StepInput> inputs, Workspace workspace)
    {
        using Workspace.Scope scope = workspace.Begin();
        Span<float> hidden = workspace.Floats(states.Length * Width);
        for (int sequence = 0; sequence < states.Length; sequence++)
        {
            Embed(inputs[sequence], hidden.Slice(sequence * Width, Width));
        }

        foreach (TransformerBlock block in _blocks)
        {
            block.ApplyEach(hidden, caches, _rotary, workspace);
        }

        Span<float> normal = workspace.Floats(states.Length * Width);
        Span<float> logits = workspace.Floats(states.Length * (Codes + 1));
        Span<float> advances = workspace.Floats(states.Length * Advances);
        _norm.Apply(hidden, normal);
        for (int slot = 0; slot < (_pair is null ? Group : 1); slot++)
        {
            _codeHeads[slot].Apply(normal, states.Length, logits, workspace);
            for (int sequence = 0; sequence < states.Length; sequence++)
            {
                logits.Slice(sequence * (Codes + 1), Codes + 1).CopyTo(states[sequence].CodeLogits(slot));
            }
        }

        _advance.Apply(normal, states.Length, advances, workspace);
        for (int sequence = 0; sequence < states.Length; sequence++)
        {
            advances.Slice(sequence * Advances, Advances).CopyTo(states[sequence].AdvanceLogits);
            normal.Slice(sequence * Width, Width).CopyTo(states[sequence].Hidden);
            caches[sequence].Advance(1);
        }
    }

    /// <summary>Makes the logits of the second code those that follow the first, once that is drawn.</summary>
    /// <param name="state">The sequence, after <see cref="Step"/>.</param>
    /// <param name="wordless">The same speech without text, where that guides the draws.</param>
    /// <param name="first">The first code.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Follow(AutoregressiveState state, AutoregressiveState? wordless, int first, Workspace workspace)
    {
        if (_pair is null)
        {
            return;
        }

        using Workspace.Scope scope = workspace.Begin();
        int tokens = wordless is null ? 1 : 2;
        Span<float> hidden = workspace.Floats(tokens * Width);
        Span<float> logits = workspace.Floats(tokens * (Codes + 1));
        state.Hidden.CopyTo(hidden);
        wordless?.Hidden.CopyTo(hidden[Width..]);
        _pair.Apply(hidden, tokens, first, workspace);
        _codeHeads[1].Apply(hidden, tokens, logits, workspace);
        logits[..(Codes + 1)].CopyTo(state.CodeLogits(1));
        if (wordless is not null)
        {
            logits[(Codes + 1)..].CopyTo(wordless.CodeLogits(1));
        }
    }

    private void Embed(StepInput input, Span<float> hidden)
    {
        if (input.HasPrevious)
        {
            hidden.Clear();
            _codes[0].AddTo(input.Previous0, hidden);
            _codes[1].AddTo(input.Previous1, hidden);
        }
        else
        {
            _start.CopyTo(hidden);
        }

        _pointed.AddTo(input.Symbol, hidden);
        _following[0].AddTo(input.Next, hidden);
        _following[1].AddTo(input.AfterNext, hidden);
        _kind.AddTo(1, hidden);
    }

    private void Run(AutoregressiveState state, Span<float> hidden, int tokens, Workspace workspace)
    {
        foreach (TransformerBlock block in _blocks)
        {
            block.Apply(hidden, tokens, state.Cache, _rotary, isCausal: true, pass: 0, workspace);
        }

        state.Cache.Advance(tokens);
    }
}
