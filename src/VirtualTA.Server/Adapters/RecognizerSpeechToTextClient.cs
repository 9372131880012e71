using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Our recogniser as an <see cref="ISpeechToTextClient"/> over WAV streams.</summary>
internal sealed class RecognizerSpeechToTextClient(ISpeechRecognizer recognizer) : ISpeechToTextClient
{
    public async Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        var text = "";
        await foreach (var update in GetStreamingTextAsync(audioSpeechStream, options, cancellationToken))
        {
            text = update.Text; // the last one is final
        }

        return new SpeechToTextResponse(text) { ModelId = recognizer.Name };
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream,
        SpeechToTextOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var speech = WavSound.ToFrames(WavSound.Read(audioSpeechStream));
        var context = new RecognitionContext { Language = options?.SpeechLanguage ?? RecognitionContext.None.Language };
        await foreach (var transcript in recognizer.TranscribeAsync(speech, context, cancellationToken))
        {
            yield return new SpeechToTextResponseUpdate(transcript.Text)
            {
                Kind = transcript.IsFinal ? SpeechToTextResponseUpdateKind.TextUpdated : SpeechToTextResponseUpdateKind.TextUpdating,
                ModelId = recognizer.Name,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(recognizer) ? recognizer : null;

    public void Dispose()
    {
    }
}
