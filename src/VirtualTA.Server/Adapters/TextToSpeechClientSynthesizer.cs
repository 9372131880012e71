using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Any <see cref="ITextToSpeechClient"/> as our synthesiser: one call for each piece of text, so that the first is heard early.</summary>
internal sealed class TextToSpeechClientSynthesizer(ITextToSpeechClient client, string name, IReadOnlyList<VoiceDescription> voices)
    : ISpeechSynthesizer
{
    private const int ChunkSamples = AudioFrame.SampleRate / 5;

    public string Name => name;

    public IReadOnlyList<VoiceDescription> Voices => voices;

    public async IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = new TextToSpeechOptions { VoiceId = options.Voice, AudioFormat = WavSound.MediaType };
        await foreach (var piece in text.WithCancellation(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(piece))
            {
                continue;
            }

            var spoken = await client.GetAudioAsync(piece, wanted, cancellationToken);
            foreach (var sound in spoken.Contents.OfType<DataContent>())
            {
                foreach (var chunk in Read(sound).Chunk(ChunkSamples))
                {
                    yield return new AudioChunk(chunk, []); // such clients give no word times
                }
            }
        }
    }

    private short[] Read(DataContent sound)
    {
        if (!sound.HasTopLevelMediaType("audio") || !sound.MediaType.Contains("wav", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"The voice '{name}' answers in '{sound.MediaType}'; configure it to answer in {WavSound.MediaType}.");
        }

        using var file = new MemoryStream(sound.Data.ToArray());
        return WavSound.Read(file);
    }
}
