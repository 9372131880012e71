using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Hubs;

/// <summary>
/// Takes the frames of a spoken question off the wire as fast as they come, whatever becomes of the question:
/// a recogniser slower than the upload, or a refusal in its middle, must never block or break the other calls of the connection.
/// </summary>
internal sealed class QuestionFrames
{
    private const int FramesPerSecond = 200; // pieces of 5 ms; smaller ones cost more than they carry

    private static readonly TimeSpan OpenMicrophoneBacklog = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _patience;
    private readonly int _maximumFrames;
    private readonly long _maximumSamples;
    private readonly Channel<short[]> _taken;
    private readonly Task _taking;

    /// <summary>Starts to take frames at once.</summary>
    /// <param name="frames">Base64 of PCM, as it comes from the client.</param>
    /// <param name="longest">
    /// Longest question; a little more than this is kept, so that the turn sees that it is too long. Null for an open microphone:
    /// it has no end, and only half a minute may wait to be heard.
    /// </param>
    /// <param name="patience">How long the upload may pause.</param>
    /// <param name="time">Clock of the patience.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the frames any more and the connection is gone.</param>
    public QuestionFrames(
        IAsyncEnumerable<string> frames, TimeSpan? longest, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _patience = patience;
        _maximumSamples = longest is { } limit ? (long)((limit.TotalSeconds + 1) * AudioFrame.SampleRate) : long.MaxValue - 1;
        _maximumFrames = longest is null ? int.MaxValue : (int)((longest.Value.TotalSeconds + 1) * FramesPerSecond);
        var waiting = longest is null ? (int)OpenMicrophoneBacklog.TotalSeconds * FramesPerSecond : _maximumFrames;
        _taken = Channel.CreateBounded<short[]>(
            new BoundedChannelOptions(waiting) { SingleReader = true, SingleWriter = true });
        _taking = TakeAsync(frames, time, cancellationToken);
    }

    /// <summary>Completes, without an exception, when no frame will come any more.</summary>
    public Task Ended => _taking;

    /// <summary>The question's sound, to be read once.</summary>
    /// <exception cref="UserInputException">A frame is no audio, or the upload broke off.</exception>
    public async IAsyncEnumerable<AudioFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var samples in _taken.Reader.ReadAllAsync(cancellationToken))
        {
            yield return new AudioFrame(samples);
        }
    }

    private async Task TakeAsync(IAsyncEnumerable<string> frames, TimeProvider time, CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(_patience, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        try
        {
            var decoder = new FrameDecoder();
            var samples = 0L;
            var count = 0;
            await foreach (var frame in frames.WithCancellation(reading.Token))
            {
                stalled.CancelAfter(_patience);
                if (samples > _maximumSamples)
                {
                    continue; // the question is refused already; what still comes is thrown away
                }

                Keep(frame, ++count, decoder, ref samples);
            }

            _taken.Writer.TryComplete();
        }
        catch (Exception exception)
        {
            _taken.Writer.TryComplete(Explain(exception, stalled.IsCancellationRequested));
        }
    }

    private void Keep(string frame, int count, FrameDecoder decoder, ref long samples)
    {
        try
        {
            var decoded = decoder.Decode(frame);
            samples += decoded.Length;
            if (count > _maximumFrames || !_taken.Writer.TryWrite(decoded))
            {
                throw new UserInputException(
                    NoticeCodes.AudioFormat, "The audio comes in too many small pieces. Send pieces of 20 to 100 milliseconds.");
            }

            if (samples > _maximumSamples)
            {
                _taken.Writer.TryComplete(); // the turn refuses the question for its length
            }
        }
        catch (UserInputException refused)
        {
            samples = long.MaxValue;
            _taken.Writer.TryComplete(refused);
        }
    }

    private UserInputException Explain(Exception exception, bool isStalled) => exception switch
    {
        UserInputException refused => refused,
        OperationCanceledException when isStalled => new UserInputException(
            NoticeCodes.AudioInterrupted,
            $"No audio has come for {_patience.TotalSeconds:0} seconds, so the question was given up. Please ask again.",
            exception),
        OperationCanceledException => new UserInputException(
            NoticeCodes.AudioInterrupted, "The connection was lost while you spoke. Please ask again.", exception),
        _ => new UserInputException(
            NoticeCodes.AudioFormat, "A piece of audio could not be read. Send base64 strings of mono 16-bit PCM at 16 kHz.", exception),
    };
}
