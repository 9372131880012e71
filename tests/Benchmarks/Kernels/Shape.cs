namespace VirtualTA.Benchmarks.Kernels;

/// <summary>Size of a product.</summary>
/// <param name="Inputs">Columns.</param>
/// <param name="Outputs">Rows.</param>
/// <param name="Tokens">Tokens at once.</param>
public sealed record Shape(int Inputs, int Outputs, int Tokens)
{
    public double Operations => 2.0 * Inputs * Outputs * Tokens;

    public override string ToString() => $"{Inputs}x{Outputs}, {Tokens} token{(Tokens > 1 ? "s" : "")}";
}
