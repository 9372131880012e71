namespace VirtualTA.Audio.Spectrum;

/// <summary>Log-mel spectrogram. Holds scratch memory: one instance per stream.</summary>
public sealed class LogMel
{
    private readonly LogMelOptions _options;
    private readonly PowerSpectrum _spectrum;
    private readonly float[] _filters;
    private readonly (int First, int Count)[] _support;
    private readonly float[] _power;
    private readonly float[] _edge;

    /// <summary>Prepares filters and transform.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="filters">Own filters [mels, fftLength/2 + 1] instead of <see cref="MelFilterBank"/>'s, as some model files carry them.</param>
    public LogMel(LogMelOptions options, float[]? filters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _spectrum = new PowerSpectrum(options.FftLength, options.WindowLength);
        _filters = filters ?? MelFilterBank.Create(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(_filters.Length, options.MelCount * _spectrum.Bins, nameof(filters));
        _support = new (int, int)[options.MelCount];
        for (var mel = 0; mel < options.MelCount; mel++)
        {
            var row = _filters.AsSpan(mel * _spectrum.Bins, _spectrum.Bins);
            var first = row.IndexOfAnyExcept(0f);
            _support[mel] = first < 0 ? (0, 0) : (first, row.LastIndexOfAnyExcept(0f) - first + 1);
        }

        _power = new float[PowerSpectrum.FramesPerPass * _spectrum.Bins];
        _edge = new float[options.FftLength + ((PowerSpectrum.FramesPerPass - 1) * options.Hop)];
    }

    /// <summary>Bands per frame.</summary>
    public int MelCount => _options.MelCount;

    /// <summary>Frames of a recording: 1 + n/hop if centred (0 if empty), otherwise those that lie wholly inside.</summary>
    public int FrameCount(int samples) => _options.Centered
        ? samples == 0 ? 0 : 1 + (samples / _options.Hop)
        : samples < _options.FftLength ? 0 : 1 + ((samples - _options.FftLength) / _options.Hop);

    /// <summary>The spectrogram of a whole recording, [frames, mels].</summary>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        var mel = new float[FrameCount(samples.Length) * MelCount];
        Compute(samples, mel);
        return mel;
    }

    /// <summary>The spectrogram of a whole recording.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="mel">[<see cref="FrameCount"/>, mels].</param>
    public void Compute(ReadOnlySpan<float> samples, Span<float> mel)
    {
        var frames = FrameCount(samples.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(mel.Length, frames * MelCount);
        for (var frame = 0; frame < frames; frame += PowerSpectrum.FramesPerPass)
        {
            var count = Math.Min(PowerSpectrum.FramesPerPass, frames - frame);
            var start = (frame * _options.Hop) - (_options.Centered ? _options.FftLength / 2 : 0);
            var length = _options.FftLength + ((count - 1) * _options.Hop);
            var source = start >= 0 && start + length <= samples.Length
                ? samples.Slice(start, length)
                : Mirror(samples, start, length);
            _spectrum.Compute(source, _options.Hop, count, _power);
            for (var j = 0; j < count; j++)
            {
                Bands(_power.AsSpan(j * _spectrum.Bins, _spectrum.Bins), mel.Slice((frame + j) * MelCount, MelCount));
            }
        }
    }

    /// <summary>One frame, for streams that do their own framing; equals the frame of <see cref="Compute(ReadOnlySpan{float}, Span{float})"/> bit for bit.</summary>
    /// <param name="frame">fftLength samples.</param>
    /// <param name="mel">[mels].</param>
    public void ComputeFrame(ReadOnlySpan<float> frame, Span<float> mel)
    {
        _spectrum.Compute(frame, _options.Hop, 1, _power);
        Bands(_power.AsSpan(0, _spectrum.Bins), mel);
    }

    private ReadOnlySpan<float> Mirror(ReadOnlySpan<float> samples, int start, int length)
    {
        var last = samples.Length - 1;
        for (var i = 0; i < length; i++)
        {
            var at = start + i;
            while (last > 0 && (at < 0 || at > last))
            {
                at = at < 0 ? -at : (2 * last) - at;
            }

            _edge[i] = samples[Math.Clamp(at, 0, last)];
        }

        return _edge.AsSpan(0, length);
    }

    private void Bands(Span<float> power, Span<float> mel)
    {
        if (!_options.UsePower)
        {
            for (var bin = 0; bin < power.Length; bin++)
            {
                power[bin] = MathF.Sqrt(power[bin]);
            }
        }

        for (var band = 0; band < MelCount; band++)
        {
            var (first, count) = _support[band];
            var value = Vectors.Dot(power.Slice(first, count), _filters.AsSpan((band * _spectrum.Bins) + first, count));
            value = Math.Max(value, _options.Floor);
            mel[band] = _options.Base10 ? MathF.Log10(value) : MathF.Log(value);
        }
    }
}
