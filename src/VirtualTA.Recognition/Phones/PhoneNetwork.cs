using System.Globalization;
using VirtualTA.Audio.Spectrum;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Recognition.Phones;

/// <summary>Weights of the phone network: log-mel steps of 40 ms, convolution blocks with bounded look-ahead, two heads of 20 ms frames.</summary>
/// <remarks>Immutable and safe for many threads; a <see cref="PhoneListener"/> holds the state of one signal. Trained and exported by models/training.</remarks>
public sealed class PhoneNetwork
{
    /// <summary>Samples per network step.</summary>
    public const int StepSamples = 640;

    /// <summary>Output frames per step.</summary>
    public const int FramesPerStep = 2;

    /// <summary>Playing time of an output frame.</summary>
    public static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    internal const int Bands = 64;
    internal const int FeatureFramesPerStep = 4;
    internal const int Hop = StepSamples / FeatureFramesPerStep;
    internal const int FftLength = 512;
    internal const int WindowLength = 400;
    private const string Version = "1";

    private PhoneNetwork(SafetensorsFile file)
    {
        file.Expect("kind", "phone-recogniser");
        file.Expect("version", Version);
        Width = file.RequireInt("width", 8, 4096);
        Inner = file.RequireInt("inner", 8, 16384);
        Kernel = file.RequireInt("kernel", 1, 64);
        var right = LookAheads(file);
        if (!string.Equals(file.Require("classes"), string.Join(' ', PhoneClasses.Names), StringComparison.Ordinal))
        {
            throw new ModelFormatException($"{file.Path}: the classes are not the 39 ARPAbet phones in alphabetical order; this is another kind of model.");
        }

        Filters = file.Floats("mel.filters", Bands, (FftLength / 2) + 1);
        Mean = file.Floats("mean", Bands);
        Scale = file.Floats("scale", Bands);
        LogPrior = file.Floats("frame.log_prior", PhoneClasses.Count);
        Embed = Linear.Load(file, "embed", FeatureFramesPerStep * Bands, Width);
        Blocks = [.. right.Select((ahead, index) => new PhoneBlock(file, $"blocks.{index}.", Width, Inner, Kernel, ahead))];
        Norm = new StepNorm(file, "norm", Width);
        Ctc = Linear.Load(file, "ctc", Width, FramesPerStep * PhoneClasses.Count);
        Frame = Linear.Load(file, "frame", Width, FramesPerStep * PhoneClasses.Count);
        LookAheadSteps = right.Sum();
    }

    /// <summary>How many steps after its own the network waits for before it gives a step's frames.</summary>
    public int LookAheadSteps { get; }

    /// <summary>Logarithm of each class's share of time in training, [40].</summary>
    public ReadOnlyMemory<float> LogPrior { get; }

    internal int Width { get; }

    internal int Inner { get; }

    internal int Kernel { get; }

    internal float[] Filters { get; }

    internal float[] Mean { get; }

    internal float[] Scale { get; }

    internal Linear Embed { get; }

    internal IReadOnlyList<PhoneBlock> Blocks { get; }

    internal StepNorm Norm { get; }

    internal Linear Ctc { get; }

    internal Linear Frame { get; }

    /// <summary>Loads exported weights.</summary>
    /// <exception cref="ModelFormatException">The file is missing, damaged or of another kind; the message says which.</exception>
    public static PhoneNetwork Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return new PhoneNetwork(file);
    }

    /// <summary>Starts a signal.</summary>
    /// <param name="pool">Threads to use; the process's shared pool if not given.</param>
    public PhoneListener Listen(WorkerPool? pool = null) => new(this, pool);

    internal LogMel CreateLogMel() => new(
        new LogMelOptions
        {
            FftLength = FftLength,
            WindowLength = WindowLength,
            Hop = Hop,
            MelCount = Bands,
            Floor = 1e-6f,
            Base10 = false,
            Centered = false,
        },
        Filters);

    private static int[] LookAheads(SafetensorsFile file)
    {
        var parts = file.Require("right").Split(',');
        var right = new int[parts.Length];
        for (var block = 0; block < parts.Length; block++)
        {
            if (!int.TryParse(parts[block], CultureInfo.InvariantCulture, out right[block]) || right[block] is < 0 or > 8 || parts.Length > 64)
            {
                throw new ModelFormatException($"{file.Path}: 'right' is '{file.Require("right")}', not a list of at most 64 look-aheads of 0 to 8 steps.");
            }
        }

        return right;
    }
}
