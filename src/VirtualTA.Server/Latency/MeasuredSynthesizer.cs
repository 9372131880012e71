using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Latency;

/// <summary>Measures a voice from outside, so that engines need not time themselves.</summary>
/// <param name="voice">Who speaks.</param>
/// <param name="instruments">Where the figures go.</param>
/// <param name="time">The clock.</param>
internal sealed class MeasuredSynthesizer(ISpeechSynthesizer voice, SpeechInstruments instruments, TimeProvider time) : ISpeechSynthesizer
{
    public string Name => voice.Name;

    public IReadOnlyList<VoiceDescription> Voices => voice.Voices;

    public async IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (samples, isSilent) = (0L, true);
        long? firstChunkAt = null;
        var waited = TimeSpan.Zero;
        await using var chunks = voice.SpeakAsync(text, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var asked = time.GetTimestamp();
            if (!await chunks.MoveNextAsync())
            {
                break;
            }

            var wait = time.GetElapsedTime(asked);
            waited += wait;
            if (firstChunkAt is { } first)
            {
                instruments.RecordGap(wait, ToTime(samples) - time.GetElapsedTime(first));
            }

            firstChunkAt ??= time.GetTimestamp();

            var chunk = chunks.Current;
            if (isSilent && chunk.FindAudible() is var audible and >= 0)
            {
                isSilent = false;
                instruments.RecordLeadingSilence(ToTime(samples + audible), options.Haste);
            }

            samples += chunk.Samples.Length;
            yield return chunk;
        }

        if (samples > 0)
        {
            instruments.RecordRealTimeFactor(waited / ToTime(samples), options.Haste);
        }
    }

    private static TimeSpan ToTime(long samples) => TimeSpan.FromSeconds((double)samples / AudioFrame.SampleRate);
}
