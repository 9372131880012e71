namespace VirtualTA.Audio.Resampling;

/// <summary>Changes the sample rate by a polyphase windowed-sinc filter (Kaiser, about 90 dB stop band).</summary>
/// <remarks>Fed in pieces of any size it gives exactly the samples that <see cref="Resample"/> gives for the whole.
/// Output sample n lies at input time n·from/to: the filter's delay is compensated. Not thread-safe; no allocation after construction.</remarks>
public sealed class Resampler
{
    private const int BlockSamples = 2048;
    private readonly PolyphaseFilter _filter;
    private readonly float[] _buffer;
    private int _filled;
    private long _bufferStart;
    private long _received;
    private long _produced;

    /// <summary>Prepares a conversion.</summary>
    /// <param name="fromRate">Input samples per second, 4 000–192 000.</param>
    /// <param name="toRate">Output samples per second, 4 000–192 000.</param>
    public Resampler(int fromRate, int toRate)
    {
        _filter = PolyphaseFilter.For(fromRate, toRate);
        _buffer = new float[_filter.Taps + BlockSamples];
        Reset();
    }

    /// <summary>Forgets all input.</summary>
    public void Reset()
    {
        // Half a filter of silence lies before the first sample.
        _filled = _filter.Taps / 2 - 1;
        _bufferStart = -_filled;
        _received = 0;
        _produced = 0;
        Array.Clear(_buffer);
    }

    /// <summary>Most samples that <see cref="Process"/> or <see cref="Flush"/> can write for that much input.</summary>
    public int OutputBound(int inputLength) =>
        (int)(((inputLength + (long)_filter.Taps) * _filter.Up / _filter.Down) + 2);

    /// <summary>Takes input and writes every output sample that no longer depends on the future.</summary>
    /// <returns>Samples written.</returns>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        _received += input.Length;
        return Feed(input, output, long.MaxValue);
    }

    /// <summary>Writes the rest, as if silence followed. Call <see cref="Reset"/> before new input.</summary>
    /// <returns>Samples written.</returns>
    public int Flush(Span<float> output)
    {
        var total = ((_received * _filter.Up) + _filter.Down - 1) / _filter.Down;
        Span<float> silence = stackalloc float[64];
        silence.Clear();
        var written = 0;
        while (_produced < total)
        {
            written += Feed(silence, output[written..], total);
        }

        return written;
    }

    /// <summary>Converts a whole recording; the result has ⌈length·to/from⌉ samples.</summary>
    public static float[] Resample(ReadOnlySpan<float> samples, int fromRate, int toRate)
    {
        if (fromRate == toRate)
        {
            return samples.ToArray();
        }

        var resampler = new Resampler(fromRate, toRate);
        var output = new float[(((long)samples.Length * resampler._filter.Up) + resampler._filter.Down - 1) / resampler._filter.Down];
        var written = resampler.Process(samples, output);
        resampler.Flush(output.AsSpan(written));
        return output;
    }

    private int Feed(ReadOnlySpan<float> input, Span<float> output, long total)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            var count = Math.Min(input.Length, _buffer.Length - _filled);
            input[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            input = input[count..];
            written += Produce(output[written..], total);
            DropUsed();
        }

        return written;
    }

    private int Produce(Span<float> output, long total)
    {
        var written = 0;
        while (_produced < total)
        {
            var position = _produced * _filter.Down;
            var first = (position / _filter.Up) - (_filter.Taps / 2) + 1 - _bufferStart;
            if (first + _filter.Taps > _filled)
            {
                break;
            }

            var window = _buffer.AsSpan((int)first, _filter.Taps);
            output[written++] = Vectors.Dot(window, _filter.Phase((int)(position % _filter.Up)));
            _produced++;
        }

        return written;
    }

    private void DropUsed()
    {
        var next = (_produced * _filter.Down / _filter.Up) - (_filter.Taps / 2) + 1 - _bufferStart;
        var drop = (int)Math.Clamp(next, 0, _filled);
        _buffer.AsSpan(drop, _filled - drop).CopyTo(_buffer);
        _filled -= drop;
        _bufferStart += drop;
    }
}
