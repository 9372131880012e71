using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Core.Conversation;

/// <summary>One stretch of speech from an open microphone, transcribed while it goes on.</summary>
internal sealed class ConversationUtterance
{
    private readonly Channel<AudioFrame> _sound;
    private readonly int _maximumWindows;
    private int _windows;
    private int _activeWindows;
    private volatile string _words = "";
    private volatile PauseReading? _reading;

    /// <param name="maximum">Longest speech.</param>
    /// <param name="time">Clock of the timeline.</param>
    /// <param name="overlaps">Number of the answer that this speech began over; null if none was audible.</param>
    public ConversationUtterance(TimeSpan maximum, TimeProvider time, int? overlaps)
    {
        _maximumWindows = (int)(maximum.TotalSeconds * AudioFrame.SampleRate / VoiceActivityDetector.WindowSamples);
        _sound = Channel.CreateBounded<AudioFrame>(new BoundedChannelOptions(_maximumWindows + 1) { SingleReader = true, SingleWriter = true });
        Timeline = new TurnTimeline(time);
        Overlaps = overlaps;
    }

    public TurnTimeline Timeline { get; }

    /// <summary>The answer that this speech began over and did not interrupt yet.</summary>
    public int? Overlaps { get; set; }

    /// <summary>What was said just before, where this speech goes on with it.</summary>
    public string Before { get; set; } = "";

    /// <summary>What was understood so far.</summary>
    public string Words => _words;

    /// <summary>What the recogniser made of the pause that goes on now; null if it has not read it, or never does.</summary>
    /// <param name="silence">Length of the pause so far.</param>
    public PauseReading? Reading(TimeSpan silence) => _reading is { } reading && reading.At > Length - silence ? reading : null;

    /// <summary>The final transcript; null where the recogniser failed.</summary>
    public Task<Transcript?> Transcript { get; private set; } = Task.FromResult<Transcript?>(null);

    public Exception? Failure { get; private set; }

    public TimeSpan Length => ToTime(_windows);

    /// <summary>Length without pauses.</summary>
    public TimeSpan Speech => ToTime(_activeWindows);

    public bool IsFull => _windows >= _maximumWindows;

    /// <summary>Begins to transcribe.</summary>
    /// <param name="recognizer">Who transcribes.</param>
    /// <param name="context">What it may know beforehand.</param>
    /// <param name="partial">Told of each partial transcript.</param>
    /// <param name="cancellationToken">Abandons the transcription.</param>
    public void Start(
        ISpeechRecognizer recognizer, RecognitionContext context, Func<string, ValueTask> partial, CancellationToken cancellationToken)
    {
        Timeline.Mark(TurnStage.SpeechStarted);
        var asked = context with { ReadPauses = true };
        Transcript = Task.Run(() => TranscribeAsync(recognizer, asked, partial, cancellationToken), CancellationToken.None);
    }

    /// <param name="window">Its samples are copied.</param>
    /// <param name="isActive">Whether it holds speech.</param>
    public void Add(ReadOnlySpan<short> window, bool isActive)
    {
        if (_sound.Writer.TryWrite(new AudioFrame(window.ToArray())))
        {
            _windows++;
            _activeWindows += isActive ? 1 : 0;
        }
    }

    /// <summary>No more will be said.</summary>
    /// <param name="silence">How long ago the last speech was.</param>
    public void Complete(TimeSpan silence)
    {
        Timeline.Mark(TurnStage.SpeechEnded, silence);
        Timeline.Mark(TurnStage.TurnCommitted);
        _sound.Writer.TryComplete();
    }

    private static TimeSpan ToTime(int windows) =>
        TimeSpan.FromSeconds((double)windows * VoiceActivityDetector.WindowSamples / AudioFrame.SampleRate);

    private async Task<Transcript?> TranscribeAsync(
        ISpeechRecognizer recognizer, RecognitionContext context, Func<string, ValueTask> partial, CancellationToken cancellationToken)
    {
        try
        {
            Transcript? final = null;
            var speech = _sound.Reader.ReadAllAsync(cancellationToken);
            await foreach (var transcript in recognizer.TranscribeAsync(speech, context, cancellationToken).WithCancellation(cancellationToken))
            {
                _reading = transcript.AtPause ?? _reading;
                var isNews = transcript.Text != _words;
                _words = transcript.Text;
                if (transcript.IsFinal)
                {
                    final = transcript;
                }
                else if (isNews || transcript.AtPause is null)
                {
                    await partial(transcript.Text);
                }
            }

            return final;
        }
        catch (Exception exception)
        {
            Failure = cancellationToken.IsCancellationRequested ? null : exception;
            return null;
        }
    }
}
