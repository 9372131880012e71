using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Whisper behind the recogniser contract: partial transcripts while the audio arrives, one final transcript. Safe for concurrent calls.</summary>
/// <param name="model">Shared weights; not disposed here.</param>
/// <param name="options">How to listen.</param>
public sealed class WhisperRecognizer(WhisperModel model, WhisperOptions? options = null) : ISpeechRecognizer
{
    private readonly WhisperOptions _options = options ?? new WhisperOptions();

    /// <inheritdoc/>
    public string Name => $"whisper ({Path.GetFileNameWithoutExtension(model.Path)})";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech, RecognitionContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stale = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listener = new WindowedListener(model, _options, context);
        var audio = new GrowingAudio();
        Task<Transcript>? partial = null;
        var decodedSamples = 0L;
        var last = "";
        try
        {
            await foreach (var frame in speech.WithCancellation(cancellationToken))
            {
                audio.Append(frame.Samples.Span);
                if (partial is { IsCompleted: true })
                {
                    var transcript = await partial;
                    partial = null;
                    if (transcript.Text.Length > 0 && transcript.Text != last)
                    {
                        last = transcript.Text;
                        yield return transcript;
                    }
                }

                var wanted = decodedSamples == 0 ? _options.FirstPartialAfter : _options.PartialInterval;
                if (partial is null && audio.Total - decodedSamples >= wanted.TotalSeconds * AudioFrame.SampleRate)
                {
                    decodedSamples = audio.Total;
                    var (samples, offset) = audio.Snapshot();
                    partial = Task.Run(() => Listen(listener, audio, samples, offset, false, stale.Token), stale.Token);
                }
            }

            // The unfinished partial is about less audio than the final transcript: it is not worth waiting for.
            await stale.CancelAsync();
            await Quietly(partial);
            partial = null;
            var (all, start) = audio.Snapshot();
            yield return await Task.Run(() => Listen(listener, audio, all, start, true, cancellationToken), cancellationToken);
        }
        finally
        {
            await stale.CancelAsync();
            await Quietly(partial);
        }
    }

    private static Transcript Listen(
        WindowedListener listener, GrowingAudio audio, float[] samples, TimeSpan offset, bool isFinal, CancellationToken cancellationToken)
    {
        var taken = 0;
        while (listener.TakeFullWindow(samples.AsSpan(taken), offset, cancellationToken) is var window and > 0)
        {
            audio.Drop(window);
            taken += window;
            offset += TimeSpan.FromSeconds(window / (double)AudioFrame.SampleRate);
        }

        return listener.Listen(samples.AsSpan(taken), offset, isFinal, cancellationToken);
    }

    private static async Task Quietly(Task? task)
    {
        if (task is not null)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
