using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Any <see cref="ISpeechToTextClient"/> as our recogniser. Such a client wants the whole utterance, so it hears at the end.</summary>
internal sealed class SpeechToTextClientRecognizer(ISpeechToTextClient client, string name) : ISpeechRecognizer
{
    public string Name => name;

    public async IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var samples = new List<short>();
        await foreach (var frame in speech.WithCancellation(cancellationToken))
        {
            samples.AddRange(frame.Samples.Span);
        }

        if (samples.Count == 0)
        {
            yield return new Transcript("", IsFinal: true, [], Confidence: 0);
            yield break;
        }

        using var file = new MemoryStream(WavSound.Write(samples));
        var options = new SpeechToTextOptions { SpeechLanguage = context.Language, SpeechSampleRate = AudioFrame.SampleRate };
        var settled = "";
        var latest = "";
        await foreach (var update in client.GetStreamingTextAsync(file, options, cancellationToken))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
            {
                latest = settled = Join(settled, update.Text);
            }
            else if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdating && update.Text.Length > 0)
            {
                latest = Join(settled, update.Text);
                yield return new Transcript(latest, IsFinal: false, [], Confidence: 0.5);
            }
        }

        yield return new Transcript(settled.Length > 0 ? settled : latest, IsFinal: true, [], Confidence: 0.8);
    }

    private static string Join(string before, string text) => $"{before} {text}".Trim();
}
