namespace VirtualTA.Audio.Spectrum;

/// <summary>Triangular filters, evenly spaced on a mel scale.</summary>
public static class MelFilterBank
{
    private const double SlaneyLinearStep = 200.0 / 3;
    private const double SlaneyBreakHz = 1000.0;
    private const double SlaneyBreakMel = SlaneyBreakHz / SlaneyLinearStep;
    private static readonly double SlaneyLogStep = Math.Log(6.4) / 27;

    /// <summary>Builds the weights of <paramref name="options"/>.</summary>
    /// <returns>Weights [mels, fftLength/2 + 1], row by row.</returns>
    public static float[] Create(LogMelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var bins = (options.FftLength / 2) + 1;
        var low = ToMel(options.LowHz, options.Scale);
        var high = ToMel(options.HighHz, options.Scale);
        var edges = new double[options.MelCount + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = ToHz(low + ((high - low) * i / (options.MelCount + 1)), options.Scale);
        }

        var weights = new float[options.MelCount * bins];
        for (var mel = 0; mel < options.MelCount; mel++)
        {
            var (left, centre, right) = (edges[mel], edges[mel + 1], edges[mel + 2]);
            var gain = options.AreaNormalised ? 2 / (right - left) : 1;
            for (var bin = 0; bin < bins; bin++)
            {
                var hz = bin * (double)options.SampleRate / options.FftLength;
                var rise = (hz - left) / (centre - left);
                var fall = (right - hz) / (right - centre);
                weights[(mel * bins) + bin] = (float)(gain * Math.Max(0, Math.Min(rise, fall)));
            }
        }

        return weights;
    }

    private static double ToMel(double hz, MelScale scale) => scale switch
    {
        MelScale.Htk => 2595 * Math.Log10(1 + (hz / 700)),
        _ when hz < SlaneyBreakHz => hz / SlaneyLinearStep,
        _ => SlaneyBreakMel + (Math.Log(hz / SlaneyBreakHz) / SlaneyLogStep),
    };

    private static double ToHz(double mel, MelScale scale) => scale switch
    {
        MelScale.Htk => 700 * (Math.Pow(10, mel / 2595) - 1),
        _ when mel < SlaneyBreakMel => mel * SlaneyLinearStep,
        _ => SlaneyBreakHz * Math.Exp(SlaneyLogStep * (mel - SlaneyBreakMel)),
    };
}
