using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Audio that arrives on one thread and is read, and dropped from its beginning, on another.</summary>
internal sealed class GrowingAudio
{
    private readonly Lock _lock = new();
    private float[] _samples = new float[AudioFrame.SampleRate];
    private int _count;
    private long _dropped;

    /// <summary>Samples that ever arrived.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _dropped + _count;
            }
        }
    }

    public void Append(ReadOnlySpan<short> frame)
    {
        lock (_lock)
        {
            if (_count + frame.Length > _samples.Length)
            {
                Array.Resize(ref _samples, Math.Max(_count + frame.Length, 2 * _samples.Length));
            }

            Audio.Pcm16.ToFloat(frame, _samples.AsSpan(_count, frame.Length));
            _count += frame.Length;
        }
    }

    /// <summary>A copy of what is there, and where it starts.</summary>
    public (float[] Samples, TimeSpan Offset) Snapshot()
    {
        lock (_lock)
        {
            return (_samples[.._count], TimeSpan.FromSeconds(_dropped / (double)AudioFrame.SampleRate));
        }
    }

    /// <summary>Forgets the oldest samples.</summary>
    public void Drop(int count)
    {
        lock (_lock)
        {
            _samples.AsSpan(count, _count - count).CopyTo(_samples);
            _count -= count;
            _dropped += count;
        }
    }
}
