using System.Collections.Concurrent;
using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Runs the codec language model for everybody who speaks: one thread, one batched step at a time, a turn for each.</summary>
/// <remarks>Streams that wait for text or for their listener are passed over. A stream's codes do not depend on the others.</remarks>
internal sealed class SpeechScheduler : IDisposable
{
    private readonly AutoregressiveModel _model;
    private readonly int _mostStreams;
    private readonly Workspace _workspace;
    private readonly ConcurrentQueue<SpeechStream> _arriving = new();
    private readonly ConcurrentBag<AutoregressiveState> _spare = [];
    private readonly AutoResetEvent _changed = new(initialState: false);
    private readonly Thread _thread;
    private int _streams;
    private long _steps;
    private long _failures;
    private long _forcedMoves;
    private volatile bool _isStopping;

    /// <param name="model">The codec language model.</param>
    /// <param name="mostStreams">How many may speak at once.</param>
    /// <param name="pool">Threads for the linear layers; the shared ones if not given.</param>
    public SpeechScheduler(AutoregressiveModel model, int mostStreams, WorkerPool? pool = null)
    {
        (_model, _mostStreams) = (model, mostStreams);
        _workspace = new Workspace(pool);
        _thread = new Thread(Run) { IsBackground = true, Name = "speech steps" };
        _thread.Start();
    }

    /// <summary>Streams that have not ended.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Steps taken, those of a batch counted singly.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Stretches that the model did not end by itself.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Moves of pointers that were made in the model's place.</summary>
    public long ForcedMoves => Volatile.Read(ref _forcedMoves);

    /// <summary>Begins an utterance.</summary>
    /// <exception cref="UserInputException">As many as possible are speaking already.</exception>
    public SpeechStream Start(Voice voice, ulong seed, SamplingOptions sampling)
    {
        ObjectDisposedException.ThrowIf(_isStopping, this);
        if (Interlocked.Increment(ref _streams) > _mostStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new UserInputException(NoticeCodes.Overloaded, $"{_mostStreams} voices are speaking already. Try again in a moment.");
        }

        AutoregressiveState? wordless = sampling.Guidance > 0 ? TakeState() : null;
        SpeechStream stream = new(_model, TakeState(), wordless, voice, seed, sampling, () => _changed.Set());
        _arriving.Enqueue(stream);
        _changed.Set();
        return stream;
    }

    /// <summary>Ends all streams and the thread.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _changed.Set();
        _thread.Join();
        _changed.Dispose();
    }

    private void Run()
    {
        List<SpeechStream> streams = new(_mostStreams);
        SpeechStream[] ready = new SpeechStream[_mostStreams];
        AutoregressiveState[] states = new AutoregressiveState[2 * _mostStreams];
        HalfKvCache[] caches = new HalfKvCache[2 * _mostStreams];
        StepInput[] inputs = new StepInput[2 * _mostStreams];
        while (!_isStopping)
        {
            while (_arriving.TryDequeue(out SpeechStream? arriving))
            {
                streams.Add(arriving);
            }

            int count = 0;
            int sequences = 0;
            for (int index = streams.Count - 1; index >= 0; index--)
            {
                if (IsReady(streams[index], out bool isDone))
                {
                    SpeechStream stream = ready[count++] = streams[index];
                    StepInput input = stream.NextInput();
                    Add(stream.State, input);
                    if (stream.Wordless is { } wordless)
                    {
                        Add(wordless, StepInput.WithoutText(input));
                    }
                }
                else if (isDone)
                {
                    Retire(streams[index]);
                    streams.RemoveAt(index);
                }
            }

            if (count == 0)
            {
                _changed.WaitOne();
                continue;
            }

            long begun = SpeechMetrics.BeginStep();
            _model.Step(states.AsSpan(0, sequences), caches.AsSpan(0, sequences), inputs.AsSpan(0, sequences), _workspace);
            SpeechMetrics.EndStep(begun);
            for (int index = 0; index < count; index++)
            {
                ready[index].Accept(_workspace);
            }

            Interlocked.Add(ref _steps, count);

            void Add(AutoregressiveState state, StepInput input)
            {
                (states[sequences], caches[sequences], inputs[sequences]) = (state, state.Cache, input);
                sequences++;
            }
        }

        foreach (SpeechStream stream in streams.Concat(_arriving))
        {
            stream.Fail(new ObjectDisposedException(nameof(SpeechScheduler)));
        }
    }

    // One stream's fault must not silence the others.
    private bool IsReady(SpeechStream stream, out bool isDone)
    {
        try
        {
            return stream.TryPrepare(_workspace, out isDone);
        }
        catch (Exception fault)
        {
            stream.Fail(fault);
            isDone = true;
            return false;
        }
    }

    private void Retire(SpeechStream stream)
    {
        Interlocked.Add(ref _failures, stream.Failures);
        SpeechMetrics.CountRunaway(stream.Failures);
        Interlocked.Add(ref _forcedMoves, stream.ForcedMoves);
        Spare(stream.State);
        Spare(stream.Wordless);
        Interlocked.Decrement(ref _streams);
    }

    private AutoregressiveState TakeState() => _spare.TryTake(out AutoregressiveState? spare) ? spare : new AutoregressiveState(_model);

    private void Spare(AutoregressiveState? state)
    {
        if (state is not null)
        {
            state.Cache.Share(null); // a voice that was removed must not be kept by those who spoke with it
            _spare.Add(state);
        }
    }
}
