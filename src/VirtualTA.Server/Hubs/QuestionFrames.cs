using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Hubs;

/// <summary>
/// Takes the frames of a spoken question off the wire as fast as they come, up to the longest question allowed,
/// so that a recogniser which is slower than the upload never blocks the other calls of the connection.
/// </summary>
internal sealed class QuestionFrames(IAsyncEnumerable<string> frames, TimeSpan longest, TimeSpan patience, TimeProvider time)
{
    private const int FramesPerSecond = 200; // pieces of 5 ms; smaller ones cost more than they carry

    private readonly long _maximumSamples = (long)((longest.TotalSeconds + 1) * AudioFrame.SampleRate);
    private readonly int _maximumFrames = (int)((longest.TotalSeconds + 1) * FramesPerSecond);

    /// <exception cref="UserInputException">A frame is no audio, or the upload broke off.</exception>
    public async IAsyncEnumerable<AudioFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var taken = Channel.CreateBounded<short[]>(
            new BoundedChannelOptions(_maximumFrames) { SingleReader = true, SingleWriter = true });
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taking = TakeAsync(taken.Writer, reading.Token);
        try
        {
            await foreach (var samples in taken.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new AudioFrame(samples);
            }
        }
        finally
        {
            await reading.CancelAsync();
            await taking; // never throws: its failure travels through the channel
        }
    }

    private async Task TakeAsync(ChannelWriter<short[]> taken, CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(patience, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        try
        {
            var decoder = new FrameDecoder();
            var samples = 0L;
            var count = 0;
            await foreach (var frame in frames.WithCancellation(reading.Token))
            {
                stalled.CancelAfter(patience);
                var decoded = decoder.Decode(frame);
                samples += decoded.Length;
                if (++count > _maximumFrames)
                {
                    throw new UserInputException(
                        NoticeCodes.AudioFormat, "The audio comes in too many small pieces. Send pieces of 20 to 100 milliseconds.");
                }

                await taken.WriteAsync(decoded, cancellationToken);
                if (samples > _maximumSamples)
                {
                    break; // the turn refuses the question for its length
                }
            }

            taken.Complete();
        }
        catch (Exception exception)
        {
            taken.Complete(cancellationToken.IsCancellationRequested ? null : Explain(exception, stalled.IsCancellationRequested));
        }
    }

    private UserInputException Explain(Exception exception, bool isStalled) => exception switch
    {
        UserInputException refused => refused,
        OperationCanceledException when isStalled => new UserInputException(
            NoticeCodes.AudioInterrupted,
            $"No audio has come for {patience.TotalSeconds:0} seconds, so the question was given up. Please ask again.",
            exception),
        OperationCanceledException => new UserInputException(
            NoticeCodes.AudioInterrupted, "The connection was lost while you spoke. Please ask again.", exception),
        _ => new UserInputException(
            NoticeCodes.AudioFormat, "A piece of audio could not be read. Send base64 strings of mono 16-bit PCM at 16 kHz.", exception),
    };
}
