using System.Runtime.InteropServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>A loudspeaker that exists in time only: it begins a little after the first sound and runs dry if the next comes too late.</summary>
/// <param name="time">Its clock.</param>
/// <param name="buffer">Sound kept in hand before it begins.</param>
internal sealed class SimulatedPlayer(TimeProvider time, TimeSpan buffer)
{
    private long _started;
    private TimeSpan _stalled;
    private long _end;

    /// <summary>How often it ran dry.</summary>
    public int Underruns { get; private set; }

    /// <summary>Stamp of the first audible sample leaving it; null while nothing was.</summary>
    public long? FirstAudible { get; private set; }

    /// <summary>Number of samples that have left it.</summary>
    public long Heard => _end == 0 ? 0 : Math.Clamp((long)((time.GetElapsedTime(_started) - buffer - _stalled).TotalSeconds * AudioFrame.SampleRate), 0, _end);

    /// <summary>Time until everything it has was played.</summary>
    public TimeSpan Rest => ToTime(_end - Heard);

    public void Take(AudioChunkEvent chunk)
    {
        if (_end == 0)
        {
            _started = time.GetTimestamp();
        }

        var due = ToTime(chunk.FirstSample) + buffer + _stalled;
        var late = time.GetElapsedTime(_started) - due;
        if (_end > 0 && late > TimeSpan.Zero)
        {
            Underruns++;
            _stalled += late + buffer; // it fills its buffer again before it goes on
        }

        var samples = MemoryMarshal.Cast<byte, short>(chunk.Pcm);
        if (FirstAudible is null && samples.IndexOfAnyExceptInRange((short)-32, (short)32) is var at and >= 0)
        {
            var delay = ToTime(chunk.FirstSample + at) + buffer + _stalled;
            FirstAudible = _started + (long)(delay.TotalSeconds * time.TimestampFrequency);
        }

        _end = chunk.FirstSample + samples.Length;
    }

    private static TimeSpan ToTime(long samples) => TimeSpan.FromSeconds((double)samples / AudioFrame.SampleRate);
}
