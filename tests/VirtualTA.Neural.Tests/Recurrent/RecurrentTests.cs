using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Recurrent;

namespace VirtualTA.Neural.Tests.Recurrent;

public class RecurrentTests
{
    private static readonly SafetensorsFile Golden = GoldenLayers.File;
    private static readonly float[] Input = Golden.Floats("linear.in");

    [Fact]
    public void Lstm_EqualsPyTorch_InBothDirections() =>
        AssertBoth("lstm", Lstm.Load(Golden, "lstm", "l0", 40, 16), Lstm.Load(Golden, "lstm", "l0_reverse", 40, 16));

    [Fact]
    public void Gru_EqualsPyTorch_InBothDirections() =>
        AssertBoth("gru", Gru.Load(Golden, "gru", "l0", 40, 16), Gru.Load(Golden, "gru", "l0_reverse", 40, 16));

    private static void AssertBoth(string name, RecurrentLayer forward, RecurrentLayer backward)
    {
        var workspace = new Workspace();
        var output = new float[24 * 32];
        forward.Apply(Input, 24, output, 32, forward.NewState(), workspace);
        backward.Apply(Input, 24, output.AsSpan(16), 32, backward.NewState(), workspace, reverse: true);
        Naive.AssertClose(Golden.Floats(name + ".out"), output, 1e-5);

        var pieces = new float[24 * 16];
        var whole = new float[24 * 16];
        var state = forward.NewState();
        forward.Apply(Input, 24, whole, 16, forward.NewState(), workspace);
        for (var frame = 0; frame < 24; frame += 3)
        {
            forward.Apply(Input.AsSpan(frame * 40, 120), 3, pieces.AsSpan(frame * 16), 16, state, workspace);
        }

        Assert.Equal(whole, pieces);
    }
}
