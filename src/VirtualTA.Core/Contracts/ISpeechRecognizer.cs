namespace VirtualTA.Core.Contracts;

/// <summary>Turns speech into text while it is being spoken.</summary>
/// <remarks>Implementations are safe for concurrent calls: weights are shared, state belongs to the call.</remarks>
public interface ISpeechRecognizer
{
    /// <summary>Short name shown to people, for instance <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>Whether it reads every pause on demand, so that <see cref="Transcript.AtPause"/> is worth waiting for.</summary>
    bool ReadsPauses => false;

    /// <summary>Does ahead of time what the first utterance in a context would wait for; nothing where nothing takes time.</summary>
    /// <param name="context">What is known about the utterances to come.</param>
    void Prepare(RecognitionContext context)
    {
    }

    /// <summary>Transcribes one utterance.</summary>
    /// <param name="speech">The utterance; it ends when the enumeration ends.</param>
    /// <param name="context">What is known about the utterance beforehand.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <returns>
    /// Any number of partial transcripts, then exactly one final one. Speech without words gives a final
    /// transcript with empty text: a recogniser never invents words.
    /// </returns>
    IAsyncEnumerable<Transcript> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        CancellationToken cancellationToken = default);
}
