using System.Globalization;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Turns speech into a vector that is near to other vectors of the same speaker (GE2E, Wan et al. 2018). Immutable; safe to share.</summary>
public sealed class SpeakerEncoder
{
    private const double WindowSeconds = 1.6;
    private readonly SpeakerFeatures _features;
    private readonly ConvNeXtStack _body;
    private readonly Linear _leave;

    private SpeakerEncoder(SafetensorsFile file)
    {
        file.Expect("kind", "speaker-encoder");
        file.Expect("version", CodecShape.Version);
        _features = new SpeakerFeatures(file);
        var width = file.RequireInt("width", 8, 2048);
        Size = file.RequireInt("outputs", 1, 4096);
        if (!float.TryParse(file.Require("threshold"), CultureInfo.InvariantCulture, out var threshold))
        {
            throw new ModelFormatException($"{file.Path}: the threshold '{file.Require("threshold")}' is no number; fetch the model file again.");
        }

        Threshold = threshold;
        _body = new ConvNeXtStack(
            file, "body", _features.Size, width, file.RequireInt("inner", 8, 8192), file.RequireInt("layers", 0, 64), file.RequireInt("kernel", 1, 64));
        _leave = Linear.Load(file, "leave", 2 * width, Size);
    }

    /// <summary>Samples a second that <see cref="Embed"/> expects.</summary>
    public int SampleRate => _features.SampleRate;

    /// <summary>Numbers in a vector.</summary>
    public int Size { get; }

    /// <summary>Score at which true and false pairs of held-out speakers were mistaken equally often.</summary>
    public float Threshold { get; }

    private int Window => (int)(WindowSeconds * SampleRate);

    /// <summary>Loads an encoder.</summary>
    /// <param name="path">A safetensors file written by the training's export.</param>
    /// <exception cref="ModelFormatException">Missing, damaged, of another kind or version.</exception>
    public static SpeakerEncoder Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return new SpeakerEncoder(file);
    }

    /// <summary>Cosine of two vectors of unit length, −1…1; compare it with <see cref="Threshold"/>.</summary>
    public static float Score(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Length, first.Length, nameof(second));
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            sum += (double)first[i] * second[i];
        }

        return (float)sum;
    }

    /// <summary>The mean over windows of 1.6 s with half overlap; shorter speech is repeated.</summary>
    /// <param name="samples">Mono at <see cref="SampleRate"/>.</param>
    /// <param name="workspace">Scratch memory and threads; its own if not given.</param>
    /// <returns>[<see cref="Size"/>], unit length.</returns>
    /// <exception cref="ArgumentException">No samples.</exception>
    public float[] Embed(ReadOnlySpan<float> samples, Workspace? workspace = null)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("A recording without samples has no speaker.", nameof(samples));
        }

        workspace ??= new Workspace();
        using var scope = workspace.Begin();
        var sum = new float[Size];
        var vector = workspace.Floats(Size);
        if (samples.Length < Window)
        {
            var repeated = workspace.Floats(Window);
            for (var i = 0; i < Window; i++)
            {
                repeated[i] = samples[i % samples.Length];
            }

            samples = repeated;
        }

        for (var at = 0; at + Window <= samples.Length; at += Window / 2)
        {
            EmbedWindow(samples.Slice(at, Window), vector, workspace);
            Activation.Add(sum, vector);
        }

        Normalise(sum);
        return sum;
    }

    private void EmbedWindow(ReadOnlySpan<float> samples, Span<float> vector, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var steps = _features.Steps(samples.Length);
        var hidden = workspace.Floats(steps * _body.Width);
        var features = workspace.Floats(steps * _features.Size);
        _features.Apply(samples, features, workspace);
        _body.Apply(features, steps, hidden, _body.NewState(), workspace);
        var pooled = workspace.Floats(2 * _body.Width);
        for (var channel = 0; channel < _body.Width; channel++)
        {
            var (total, squares) = (0.0, 0.0);
            for (var step = 0; step < steps; step++)
            {
                total += hidden[(step * _body.Width) + channel];
            }

            var mean = total / steps;
            for (var step = 0; step < steps; step++)
            {
                var distance = hidden[(step * _body.Width) + channel] - mean;
                squares += distance * distance;
            }

            pooled[channel] = (float)mean;
            pooled[_body.Width + channel] = (float)Math.Sqrt((squares / steps) + 1e-5);
        }

        _leave.Apply(pooled, 1, vector, workspace);
        Normalise(vector);
    }

    private static void Normalise(Span<float> vector)
    {
        var length = MathF.Max(MathF.Sqrt(Score(vector, vector)), 1e-12f);
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }
    }
}
