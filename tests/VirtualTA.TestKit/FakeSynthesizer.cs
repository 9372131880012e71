using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.TestKit;

/// <summary>Speaks a tone of 100 ms for each word, one chunk a word, with exact word times.</summary>
public sealed class FakeSynthesizer : ISpeechSynthesizer
{
    private int _running;
    private int _chunks;

    public const double WordSeconds = 0.1;

    /// <summary>Samples of one word.</summary>
    public const int WordSamples = 1_600;

    public string Name => "fake";

    public IReadOnlyList<VoiceDescription> Voices { get; } =
        [new("house", "The house voice", "en"), new("anna", "Another voice", "en")];

    /// <summary>Calls that have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Chunks made in all calls.</summary>
    public int Chunks => Volatile.Read(ref _chunks);

    /// <summary>Asked before each word is spoken; may wait or throw.</summary>
    public Func<string, CancellationToken, Task> OnWord { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How the last utterance was to be spoken.</summary>
    public SpeechOptions? Options { get; private set; }

    /// <summary>Whether chunks carry word times.</summary>
    public bool TimesWords { get; set; } = true;

    public async IAsyncEnumerable<AudioChunk> SpeakAsync(
        IAsyncEnumerable<string> text, SpeechOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Options = options;
        Interlocked.Increment(ref _running);
        try
        {
            var spoken = 0;
            var textStart = 0;
            await foreach (var piece in text.WithCancellation(cancellationToken))
            {
                foreach (var (word, start) in Words(piece))
                {
                    await OnWord(word, cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    Interlocked.Increment(ref _chunks);
                    var timing = new WordTiming(
                        word,
                        TimeSpan.FromSeconds(spoken * WordSeconds),
                        TimeSpan.FromSeconds((spoken + 1) * WordSeconds),
                        textStart + start);
                    spoken++;
                    yield return new AudioChunk(TestAudio.Tone(WordSeconds), TimesWords ? [timing] : []);
                }

                textStart += piece.Length;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static IEnumerable<(string Word, int Start)> Words(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(' ', start);
            end = end < 0 ? text.Length : end;
            if (end > start)
            {
                yield return (text[start..end], start);
            }

            start = end + 1;
        }
    }
}
