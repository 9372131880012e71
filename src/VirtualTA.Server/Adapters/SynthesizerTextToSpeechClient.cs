using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Our synthesiser as an <see cref="ITextToSpeechClient"/>: WAV as a whole, raw 16 kHz PCM in a stream.</summary>
internal sealed class SynthesizerTextToSpeechClient(ISpeechSynthesizer synthesizer) : ITextToSpeechClient
{
    /// <summary>Media type of streamed chunks: mono 16-bit little-endian PCM.</summary>
    public const string ChunkMediaType = "audio/pcm;rate=16000";

    public async Task<TextToSpeechResponse> GetAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        var samples = new List<short>();
        await foreach (var chunk in SpeakAsync(text, options, cancellationToken))
        {
            samples.AddRange(chunk.Samples.Span);
        }

        return new TextToSpeechResponse([new DataContent(WavSound.Write(samples), WavSound.MediaType)]) { ModelId = synthesizer.Name };
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var chunk in SpeakAsync(text, options, cancellationToken))
        {
            yield return new TextToSpeechResponseUpdate([new DataContent(ToBytes(chunk.Samples.Span), ChunkMediaType)])
            {
                Kind = TextToSpeechResponseUpdateKind.AudioUpdating,
                ModelId = synthesizer.Name,
            };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(synthesizer) ? synthesizer : null;

    public void Dispose()
    {
    }

    private static byte[] ToBytes(ReadOnlySpan<short> samples)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), samples[i]);
        }

        return bytes;
    }

    private IAsyncEnumerable<AudioChunk> SpeakAsync(string text, TextToSpeechOptions? options, CancellationToken cancellationToken) =>
        synthesizer.SpeakAsync(new[] { text }.ToAsyncEnumerable(), new SpeechOptions(options?.VoiceId), cancellationToken);
}
