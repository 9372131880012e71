using System.Numerics.Tensors;
using VirtualTA.Audio.Spectrum;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Recognition.Phones;

/// <summary>The phone network on one signal: samples in, frames of log-posteriors out. Any cut of the signal gives the same frames.</summary>
/// <remarks>Not thread-safe. After warming up, <see cref="Advance"/> does not allocate.</remarks>
public sealed class PhoneListener
{
    /// <summary>Most samples that one <see cref="Advance"/> takes.</summary>
    public const int MostSamples = MostSteps * PhoneNetwork.StepSamples;

    private const int MostSteps = 32;
    private const int Margin = (PhoneNetwork.FftLength - PhoneNetwork.WindowLength) / 2;
    private const int StepReach = ((PhoneNetwork.FeatureFramesPerStep - 1) * PhoneNetwork.Hop) + PhoneNetwork.FftLength;
    private const int Features = PhoneNetwork.FeatureFramesPerStep * PhoneNetwork.Bands;

    private readonly PhoneNetwork _network;
    private readonly Workspace _workspace;
    private readonly LogMel _logMel;

    // Index 0 lies Margin samples before the next step's first: the transform is longer than the window.
    private readonly float[] _samples = new float[MostSamples + PhoneNetwork.StepSamples + StepReach];
    private readonly float[] _features;
    private readonly float[][] _history; // per block: steps it has received and still needs, [.., width]
    private readonly int[] _held;
    private readonly float[] _ctc;
    private readonly float[] _frame;
    private int _sampleCount = Margin;
    private long _received;
    private long _steps;
    private bool _finished;

    internal PhoneListener(PhoneNetwork network, WorkerPool? pool)
    {
        _network = network;
        _workspace = new Workspace(pool);
        _logMel = network.CreateLogMel();
        var most = MostSteps + 1 + network.LookAheadSteps;
        _features = new float[most * Features];
        _history = [.. network.Blocks.Select(block => new float[(most + block.Kernel + block.LookAhead) * network.Width])];
        _held = [.. network.Blocks.Select(static block => block.Kernel - 1 - block.LookAhead)];
        _ctc = new float[most * PhoneNetwork.FramesPerStep * PhoneClasses.Count];
        _frame = new float[_ctc.Length];
    }

    /// <summary>Takes samples and gives the frames that became final.</summary>
    /// <param name="samples">16 kHz mono, at most <see cref="MostSamples"/>.</param>
    /// <exception cref="InvalidOperationException">The stream was finished.</exception>
    public PhoneFrames Advance(ReadOnlySpan<short> samples)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Length, MostSamples);
        if (_finished)
        {
            throw new InvalidOperationException("The stream was finished; open another one for the next signal.");
        }

        foreach (var sample in samples)
        {
            _samples[_sampleCount++] = sample / 32768f;
        }

        _received += samples.Length;
        var steps = _sampleCount < StepReach ? 0 : 1 + ((_sampleCount - StepReach) / PhoneNetwork.StepSamples);
        return Run(steps, flush: false);
    }

    /// <summary>Ends the signal and gives the remaining frames: as many frames in all as began 20 ms steps, rounded up to pairs.</summary>
    public PhoneFrames Finish()
    {
        if (_finished)
        {
            throw new InvalidOperationException("The stream was finished before.");
        }

        _finished = true;
        var all = (_received + PhoneNetwork.StepSamples - 1) / PhoneNetwork.StepSamples;
        _samples.AsSpan(_sampleCount).Clear();
        return Run((int)(all - _steps), flush: true);
    }

    /// <summary>The frames that <see cref="Finish"/> would give now; the signal may go on.</summary>
    /// <param name="scratch">Another listener on the same network, whose signal is lost.</param>
    public PhoneFrames PeekEnd(PhoneListener scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        _samples.CopyTo(scratch._samples, 0);
        _held.CopyTo(scratch._held, 0);
        for (var index = 0; index < _history.Length; index++)
        {
            _history[index].CopyTo(scratch._history[index], 0);
        }

        (scratch._sampleCount, scratch._received, scratch._steps, scratch._finished) = (_sampleCount, _received, _steps, false);
        return scratch.Finish();
    }

    private PhoneFrames Run(int steps, bool flush)
    {
        using var scope = _workspace.Begin();
        if (steps > 0)
        {
            ExtractFeatures(steps);
        }

        var width = _network.Width;
        var count = steps;
        var current = _workspace.Floats((steps + _network.LookAheadSteps) * width);
        _network.Embed.Apply(_features.AsSpan(0, steps * Features), steps, current, _workspace);
        for (var index = 0; index < _history.Length; index++)
        {
            var block = _network.Blocks[index];
            var history = _history[index];
            current[..(count * width)].CopyTo(history.AsSpan(_held[index] * width));
            _held[index] += count;
            if (flush)
            {
                history.AsSpan(_held[index] * width, block.LookAhead * width).Clear();
                _held[index] += block.LookAhead;
            }

            count = Math.Max(0, _held[index] - (block.Kernel - 1));
            if (count > 0)
            {
                block.Apply(history, count, current, _workspace);
                history.AsSpan(count * width, (_held[index] - count) * width).CopyTo(history);
                _held[index] -= count;
            }
        }

        _network.Norm.Apply(current[..(count * width)]);
        return new PhoneFrames(Head(_network.Ctc, current, count, _ctc), Head(_network.Frame, current, count, _frame));
    }

    private void ExtractFeatures(int steps)
    {
        var frames = steps * PhoneNetwork.FeatureFramesPerStep;
        _logMel.Compute(_samples.AsSpan(0, ((frames - 1) * PhoneNetwork.Hop) + PhoneNetwork.FftLength), _features);
        for (var frame = 0; frame < frames; frame++)
        {
            var bands = _features.AsSpan(frame * PhoneNetwork.Bands, PhoneNetwork.Bands);
            TensorPrimitives.Subtract(bands, _network.Mean, bands);
            TensorPrimitives.Multiply(bands, _network.Scale, bands);
        }

        var used = steps * PhoneNetwork.StepSamples;
        var kept = Math.Max(0, _sampleCount - used);
        _samples.AsSpan(used, kept).CopyTo(_samples);
        _sampleCount = kept;
        _steps += steps;
    }

    private ReadOnlySpan<float> Head(Linear head, ReadOnlySpan<float> steps, int count, float[] output)
    {
        head.Apply(steps, count, output, _workspace);
        var all = output.AsSpan(0, count * head.Outputs);
        using var scope = _workspace.Begin();
        var exponentials = _workspace.Floats(PhoneClasses.Count);
        for (var row = all; !row.IsEmpty; row = row[PhoneClasses.Count..])
        {
            var logits = row[..PhoneClasses.Count];
            TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
            TensorPrimitives.Exp<float>(logits, exponentials);
            TensorPrimitives.Subtract(logits, MathF.Log(TensorPrimitives.Sum<float>(exponentials)), logits);
        }

        return all;
    }
}
