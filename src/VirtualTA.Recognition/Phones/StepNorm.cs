using System.Numerics.Tensors;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Recognition.Phones;

/// <summary>Layer normalisation of single steps.</summary>
internal sealed class StepNorm(SafetensorsFile file, string name, int width)
{
    private const float Epsilon = 1e-5f;
    private readonly float[] _weight = file.Floats(name + ".weight", width);
    private readonly float[] _bias = file.Floats(name + ".bias", width);

    /// <summary>Normalises in place.</summary>
    /// <param name="steps">[steps, width].</param>
    public void Apply(Span<float> steps)
    {
        for (; !steps.IsEmpty; steps = steps[width..])
        {
            var step = steps[..width];
            TensorPrimitives.Subtract(step, TensorPrimitives.Sum<float>(step) / width, step);
            var variance = TensorPrimitives.SumOfSquares<float>(step) / width;
            TensorPrimitives.Multiply(step, 1f / MathF.Sqrt(variance + Epsilon), step);
            TensorPrimitives.MultiplyAdd<float>(step, _weight, _bias, step);
        }
    }
}
