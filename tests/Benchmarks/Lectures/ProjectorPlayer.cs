using System.Diagnostics;
using System.Text.Json;

namespace VirtualTA.Benchmarks.Lectures;

/// <summary>Plays what the projector gets as a browser would: a jitter buffer, then one second a second; counts when sound is missing.</summary>
internal sealed class ProjectorPlayer
{
    private const int SampleRate = 16_000;
    private static readonly TimeSpan JitterBuffer = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long? _began;
    private long _received;
    private bool _isComplete;

    public int Answer { get; private set; }

    public int Answers { get; private set; }

    public int Chunks { get; private set; }

    public int Underruns { get; private set; }

    public double SecondsPlayed { get; private set; }

    public void Take(ReadOnlyMemory<byte> record)
    {
        if (record.Span.IndexOf("\"type\":\"turn\""u8) < 0)
        {
            return;
        }

        using var message = JsonDocument.Parse(record);
        var turn = message.RootElement.GetProperty("arguments")[0];
        var step = turn.GetProperty("event");
        lock (_gate)
        {
            switch (step.GetProperty("type").GetString())
            {
                case "audioChunk":
                    Take(turn.GetProperty("answer").GetInt32(), step);
                    break;
                case "turnEnded":
                    _isComplete = true;
                    break;
            }
        }
    }

    /// <summary>What to report now; null while nothing plays. A report of the end is given once.</summary>
    public (int Answer, long Sample, bool IsOver)? Report()
    {
        lock (_gate)
        {
            if (_began is not { } began)
            {
                return null;
            }

            var played = Math.Min(_received, (long)(Math.Max(0, (Stopwatch.GetElapsedTime(began) - JitterBuffer).TotalSeconds) * SampleRate));
            var isOver = _isComplete && played >= _received;
            if (isOver)
            {
                SecondsPlayed += (double)_received / SampleRate;
                _began = null;
            }

            return (Answer, played, isOver);
        }
    }

    private void Take(int answer, JsonElement chunk)
    {
        if (answer != Answer || _began is null)
        {
            (Answer, _began, _received, _isComplete) = (answer, Stopwatch.GetTimestamp(), 0, false);
            Answers++;
        }

        var due = Stopwatch.GetElapsedTime(_began!.Value) - JitterBuffer;
        var late = due - TimeSpan.FromSeconds((double)_received / SampleRate);
        if (_received > 0 && late > TimeSpan.Zero)
        {
            Underruns++;
            _began += (long)(late.TotalSeconds * Stopwatch.Frequency); // playing went on only when the sound was there
        }

        Chunks++;
        _received += chunk.GetProperty("pcm").GetBytesFromBase64().Length / sizeof(short);
    }
}
