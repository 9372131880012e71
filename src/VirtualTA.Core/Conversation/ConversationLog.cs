using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// The events of one turn in order, kept so that a listener who lost the connection can hear the rest.
/// One writer, one current reader; a reader who falls behind makes the writer wait.
/// </summary>
internal sealed class ConversationLog(ConversationOptions options, TimeProvider time)
{
    private readonly long _maximumUnheard = ToSamples(options.MaximumUnheard);
    private readonly long _maximumLead = ToSamples(options.MaximumLead);
    private readonly long _replayWindow = ToSamples(options.ReplayWindow);
    private readonly Lock _gate = new();
    private readonly List<TurnEvent?> _events = []; // null: sound that is heard, dropped or too old to be replayed
    private readonly List<SpokenWord> _words = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _reader;
    private int _delivered;
    private int _kept;
    private long _samplesWritten;
    private long _samplesDelivered;
    private long _samplesHeard;
    private bool _closed;
    private bool _isPaced; // whether sound waits for the listener to hear what was sent before

    /// <summary>What the record of the turn is made from.</summary>
    public ConversationRecord Snapshot()
    {
        lock (_gate)
        {
            return new ConversationRecord([.. _events.OfType<TurnEvent>()], [.. _words], _samplesWritten, _samplesDelivered, _samplesHeard);
        }
    }

    /// <summary>Length of the sound made, and of what was reported as heard, in samples.</summary>
    public (long Written, long Heard) Sound
    {
        get
        {
            lock (_gate)
            {
                return (_samplesWritten, _samplesHeard);
            }
        }
    }

    /// <summary>Whether the current reader has taken everything there will ever be.</summary>
    public bool IsDelivered
    {
        get
        {
            lock (_gate)
            {
                return _closed && _delivered == _events.Count;
            }
        }
    }

    /// <summary>Adds an event; waits while the reader is too far behind.</summary>
    public async ValueTask AppendAsync(TurnEvent turnEvent, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (HasRoomFor(turnEvent))
                {
                    Add(turnEvent);
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Adds an event at once, however far the reader is behind.</summary>
    public void AppendNow(TurnEvent turnEvent)
    {
        lock (_gate)
        {
            Add(turnEvent);
        }
    }

    /// <summary>Adds the last event at once, however far the reader is behind.</summary>
    public void Close(TurnEvent last)
    {
        lock (_gate)
        {
            _closed = true;
            Add(last);
        }
    }

    /// <summary>Forgets sound that nobody has taken yet and nobody will want.</summary>
    public void DropUndeliveredSound()
    {
        lock (_gate)
        {
            for (var i = _delivered; i < _events.Count; i++)
            {
                if (_events[i] is AudioChunkEvent)
                {
                    _events[i] = null;
                }
            }

            Signal(); // sound that waited to be heard keeps the rest back no longer
        }
    }

    /// <summary>Notes what was heard; its sound need not be kept any longer.</summary>
    public void Heard(long sample)
    {
        lock (_gate)
        {
            _samplesHeard = Math.Clamp(sample, _samplesHeard, _samplesWritten);
            _isPaced = true;
            Forget();
            Signal();
        }
    }

    /// <summary>Becomes the reader, which ends the enumeration of the one before.</summary>
    /// <returns>A key for <see cref="ReadAsync"/> and <see cref="IsReader"/>.</returns>
    public int TakeOver()
    {
        lock (_gate)
        {
            _delivered = 0;
            _samplesDelivered = 0;
            Signal();
            return ++_reader;
        }
    }

    /// <summary>Whether nobody has taken over since.</summary>
    public bool IsReader(int reader)
    {
        lock (_gate)
        {
            return reader == _reader;
        }
    }

    /// <summary>Reads all events from the first, sound only from a chunk on; ends silently when another reader takes over.</summary>
    public async IAsyncEnumerable<TurnEvent> ReadAsync(
        int reader, int fromChunk, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var next = 0;
        while (Take(reader, next) is { IsOver: false } taken)
        {
            if (!taken.Exists)
            {
                if (taken.IsUnheard)
                {
                    await WaitForReportAsync(taken.Changed, cancellationToken);
                }
                else
                {
                    await taken.Changed.WaitAsync(cancellationToken);
                }

                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            next++;
            if (taken.Event is AudioChunkEvent sound ? sound.Chunk >= fromChunk : taken.Event is not null)
            {
                yield return taken.Event;
            }
        }
    }

    private static long ToSamples(TimeSpan time) => (long)(time.TotalSeconds * AudioFrame.SampleRate);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long EndOf(AudioChunkEvent sound) => sound.FirstSample + (sound.Pcm.Length / sizeof(short));

    /// <summary>Reports everything before an index as delivered and looks at the event there.</summary>
    private Taken Take(int reader, int next)
    {
        lock (_gate)
        {
            if (reader != _reader)
            {
                return new Taken(IsOver: true, Exists: false, null, Task.CompletedTask);
            }

            Deliver(next);
            var exists = next < _events.Count;
            if (exists && _isPaced && _events[next] is AudioChunkEvent sound && sound.FirstSample - _samplesHeard >= _maximumUnheard)
            {
                return new Taken(IsOver: false, Exists: false, null, _changed.Task, IsUnheard: true);
            }

            return new Taken(!exists && _closed, exists, exists ? _events[next] : null, _changed.Task);
        }
    }

    /// <summary>A listener who has stopped reporting, a page asleep for instance, gets the rest all the same.</summary>
    private async Task WaitForReportAsync(Task changed, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(options.ReportPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                _isPaced = false;
            }
        }
    }

    private void Deliver(int next)
    {
        if (next == _delivered)
        {
            return;
        }

        for (; _delivered < next; _delivered++)
        {
            if (_events[_delivered] is AudioChunkEvent sound)
            {
                _samplesDelivered = EndOf(sound);
            }
        }

        Forget();
        Signal();
    }

    private void Forget()
    {
        var oldest = Math.Max(_samplesHeard, _samplesDelivered - _replayWindow);
        for (; _kept < _delivered; _kept++)
        {
            if (_events[_kept] is AudioChunkEvent sound)
            {
                if (EndOf(sound) > oldest)
                {
                    return;
                }

                _events[_kept] = null;
            }
        }
    }

    private bool HasRoomFor(TurnEvent turnEvent)
    {
        if (_events.Count - _delivered >= options.UndeliveredEvents)
        {
            return false;
        }

        return turnEvent is not AudioChunkEvent || _samplesWritten - _samplesDelivered < _maximumLead;
    }

    private void Add(TurnEvent turnEvent)
    {
        _events.Add(turnEvent);
        if (turnEvent is AudioChunkEvent sound)
        {
            _samplesWritten = EndOf(sound);
            _words.AddRange(sound.Words);
        }

        Signal();
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult();
    }

    private readonly record struct Taken(bool IsOver, bool Exists, TurnEvent? Event, Task Changed, bool IsUnheard = false);
}
