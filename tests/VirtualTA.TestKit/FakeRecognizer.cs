using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.TestKit;

/// <summary>Hears whatever the test says; by default "what is a codec" in any sound, with a partial after the first frame.</summary>
public sealed class FakeRecognizer : ISpeechRecognizer
{
    private int _running;

    public const string Heard = "what is a codec";

    public string Name => "fake";

    public bool ReadsPauses { get; set; }

    /// <summary>Calls that have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>What the last call was told beforehand.</summary>
    public RecognitionContext? LastContext { get; private set; }

    public Func<IAsyncEnumerable<AudioFrame>, CancellationToken, IAsyncEnumerable<Transcript>> OnTranscribe { get; set; } = HearDefault;

    public static Transcript Partial(string text) => new(text, IsFinal: false, [], 0.5);

    public static Transcript Final(string text) => new(text, IsFinal: true, [], 0.9);

    public async IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LastContext = context;
        Interlocked.Increment(ref _running);
        try
        {
            await foreach (var transcript in OnTranscribe(speech, cancellationToken).WithCancellation(cancellationToken))
            {
                yield return transcript;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static async IAsyncEnumerable<Transcript> HearDefault(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = true;
        await foreach (var frame in speech.WithCancellation(cancellationToken))
        {
            if (isFirst)
            {
                yield return Partial("what");
            }

            isFirst = false;
        }

        yield return Final(isFirst ? "" : Heard);
    }
}
