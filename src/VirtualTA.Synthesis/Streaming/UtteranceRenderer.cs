using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>From steps to sound: collects blocks of frames, adds the upper levels, decodes, and hands out chunks.</summary>
/// <remarks>
/// The first stretch is computed in blocks of 4, 8, then 16 frames, in haste of 2, 4, 8, then 16, later ones in blocks of 16. In
/// great haste the first stretch does without the second pass of refinement. All this depends on nothing but frames and haste,
/// so that the samples are the same however they are handed out. Not thread-safe.
/// </remarks>
internal sealed class UtteranceRenderer(
    RefinementModel model, RefinementState state, Voice voice, IFrameDecoder decoder, Workspace workspace, int framesPerChunk, SpeechHaste haste)
{
    private const int SamplesPerFrame = 320;

    private static readonly int[] FirstBlocks = [4, 8, 16];

    private static readonly int[] HurriedBlocks = [2, .. FirstBlocks];

    private readonly int[] _firstBlocks = haste == SpeechHaste.None ? FirstBlocks : HurriedBlocks;

    private readonly List<int> _codes = [];
    private readonly List<int> _symbols = [];
    private readonly List<short> _samples = [];
    private readonly WordClock _clock = new();
    private float[] _decoded = [];
    private int[] _block = [];
    private int _blocks;
    private bool _isLater;

    /// <summary>Adds a step; true if there is something to take.</summary>
    public bool Add(SpokenStep step)
    {
        if (step.EndsStretch)
        {
            EndStretch();
        }
        else
        {
            AddFrame(step.Code0, step.Symbol0);
            AddFrame(step.Code1, step.Symbol1);
            _clock.Add(step.Clause!, step.Place);
            _clock.Add(step.Clause!, step.Place);
            while (_codes.Count >= NextBlock() + RefinementModel.LookAhead)
            {
                Render(NextBlock());
            }
        }

        return _samples.Count >= (long)framesPerChunk * SamplesPerFrame;
    }

    /// <summary>Renders what is left; true if there is something to take.</summary>
    public bool Complete()
    {
        EndStretch();
        return _samples.Count > 0;
    }

    /// <summary>Takes the samples and the words whose end is known.</summary>
    public AudioChunk Take()
    {
        AudioChunk chunk = new(_samples.ToArray(), _clock.Take());
        _samples.Clear();
        return chunk;
    }

    private void AddFrame(int code, byte symbol)
    {
        _codes.Add(code);
        _symbols.Add(model.Symbols.RowOf(symbol));
    }

    private int NextBlock() => _firstBlocks[_isLater ? ^1 : Math.Min(_blocks, _firstBlocks.Length - 1)];

    private void EndStretch()
    {
        while (_codes.Count > 0)
        {
            Render(Math.Min(NextBlock(), _codes.Count));
        }

        _clock.PassAll();
        state.Truncate(voice.Refinement[0].Length);
        _isLater |= _blocks > 0;
    }

    private void Render(int frames)
    {
        int levels = model.Levels;
        int tokens = Math.Min(frames + RefinementModel.LookAhead, _codes.Count);
        Array.Resize(ref _block, Math.Max(_block.Length, tokens * levels));
        Span<int> block = _block.AsSpan(0, tokens * levels);
        block.Clear();
        for (int frame = 0; frame < tokens; frame++)
        {
            block[frame * levels] = _codes[frame];
        }

        ReadOnlySpan<int> symbols = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_symbols)[..tokens];
        int passes = haste == SpeechHaste.FewerLevels && !_isLater ? 1 : RefinementModel.Passes;
        model.Refine(state, voice.RefinementSpeaker, block, symbols, frames, workspace, passes);
        _codes.RemoveRange(0, frames);
        _symbols.RemoveRange(0, frames);
        _blocks++;

        decoder.UsedLevels = RefinementModel.LevelsAfter(passes);
        int most = decoder.SamplesFor(frames);
        Array.Resize(ref _decoded, Math.Max(_decoded.Length, most));
        int count = decoder.Decode(block[..(frames * levels)], _decoded);
        foreach (float sample in _decoded.AsSpan(0, count))
        {
            _samples.Add((short)Math.Clamp(MathF.Round(sample * 32767f), short.MinValue, short.MaxValue));
        }
    }
}
