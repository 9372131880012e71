using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>What one turn is asked to do.</summary>
/// <param name="Course">The course whose material answers.</param>
public sealed record TurnRequest(string Course)
{
    /// <summary>The question by voice; null if it was typed.</summary>
    public IAsyncEnumerable<AudioFrame>? Speech { get; init; }

    /// <summary>The question as understood already, from an open microphone; null otherwise.</summary>
    public Transcript? Heard { get; init; }

    /// <summary>The typed question; null if it is spoken.</summary>
    public string? Text { get; init; }

    /// <summary>Name of the voice that answers; null for the default.</summary>
    public string? Voice { get; init; }

    /// <summary>The page or program that asks, for the records; null where it does not say.</summary>
    public string? Page { get; init; }

    /// <summary>Whether the answer is spoken at all.</summary>
    public bool Speak { get; init; } = true;

    /// <summary>Seed of the voice.</summary>
    public ulong Seed { get; init; }

    /// <summary>What the recogniser may know beforehand.</summary>
    public RecognitionContext Recognition { get; init; } = RecognitionContext.None;

    /// <summary>Whether the speaker may go on yet: the work is held, and the stages of hearing are stamped by whoever lets it go.</summary>
    internal bool IsSpeculative { get; init; }

    /// <summary>Whether so many turns run that this one has to be made cheaply.</summary>
    internal bool IsBusy { get; init; }

    /// <summary>What was asked and heard before, oldest first.</summary>
    public IReadOnlyList<Exchange> History { get; init; } = [];

    /// <summary>Where the lecture is now; null outside a lecture.</summary>
    public string? CurrentLocator { get; init; }
}

/// <summary>The engines a turn runs on. A missing engine is a notice with its remedy, not a crash.</summary>
/// <param name="Answerer">Answers questions.</param>
public sealed record TurnEngines(IAnswerer Answerer)
{
    /// <summary>Hears questions; null where none is installed.</summary>
    public ISpeechRecognizer? Recognizer { get; init; }

    /// <summary>What to do about a missing recogniser.</summary>
    public string RecognizerRemedy { get; init; } = "No speech recogniser is installed; type the question instead.";

    /// <summary>Speaks answers; null where none is installed.</summary>
    public ISpeechSynthesizer? Synthesizer { get; init; }

    /// <summary>What to do about a missing synthesiser.</summary>
    public string SynthesizerRemedy { get; init; } = "No voice is installed; the answer is in writing only.";
}
