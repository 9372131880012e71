using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>Speaks with Debian's eSpeak NG, one child process a clause, as soon as the clause is complete.</summary>
internal sealed class EspeakNgSynthesizer(string program, EspeakNgOptions options) : ISpeechSynthesizer
{
    public string Name => "espeak-ng";

    public IReadOnlyList<VoiceDescription> Voices => EspeakNgVoices.All;

    public async IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions speech, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(speech);

        var voice = EspeakNgVoices.KeyOf(speech.Voice);
        var sent = 0L;
        await foreach (var clause in ClausesAsync(text, speech.Haste != SpeechHaste.None, cancellationToken))
        {
            var samples = await EspeakNgProcess.SpeakAsync(program, voice, options.WordsPerMinute, clause.Text, cancellationToken);
            var words = WordTimes.Estimate(clause, samples, sent);
            foreach (var chunk in Cut(samples, words, sent))
            {
                yield return chunk;
            }

            sent += samples.Length;
        }
    }

    private static async IAsyncEnumerable<Clause> ClausesAsync(
        IAsyncEnumerable<string> text, bool isHurried, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var splitter = new ClauseSplitter(isHurried);
        await foreach (var piece in text.WithCancellation(cancellationToken))
        {
            foreach (var clause in splitter.Add(piece).Where(IsSpeakable))
            {
                yield return clause;
            }
        }

        if (splitter.Flush() is { } rest && IsSpeakable(rest))
        {
            yield return rest;
        }
    }

    private static bool IsSpeakable(Clause clause) => clause.Text.Any(char.IsLetterOrDigit);

    private IEnumerable<AudioChunk> Cut(short[] samples, List<WordTiming> words, long firstSample)
    {
        var length = (int)(options.Chunk.TotalSeconds * AudioFrame.SampleRate);
        for (var at = 0; at < samples.Length; at += length)
        {
            var count = Math.Min(length, samples.Length - at);
            var from = TimeSpan.FromSeconds((firstSample + at) / (double)AudioFrame.SampleRate);
            var to = at + count == samples.Length
                ? TimeSpan.MaxValue
                : TimeSpan.FromSeconds((firstSample + at + count) / (double)AudioFrame.SampleRate);
            yield return new AudioChunk(
                samples.AsMemory(at, count), [.. words.Where(word => word.Start >= from && word.Start < to)]);
        }
    }
}
