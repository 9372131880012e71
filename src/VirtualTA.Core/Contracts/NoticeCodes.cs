namespace VirtualTA.Core.Contracts;

/// <summary>Stable codes of notices and input errors. Codes are never renamed.</summary>
public static class NoticeCodes
{
    /// <summary>The question has no audio at all.</summary>
    public const string AudioEmpty = "audio-empty";

    /// <summary>The question's audio is shorter than allowed.</summary>
    public const string AudioTooShort = "audio-too-short";

    /// <summary>The question's audio is longer than allowed.</summary>
    public const string AudioTooLong = "audio-too-long";

    /// <summary>The audio holds no sound above the noise floor.</summary>
    public const string AudioSilent = "audio-silent";

    /// <summary>The audio has another sample rate than 16 kHz.</summary>
    public const string AudioRate = "audio-rate";

    /// <summary>A frame's bytes are no 16-bit PCM (odd count, bad base64, too large).</summary>
    public const string AudioFormat = "audio-format";

    /// <summary>The connection was lost, or no more audio came, before the question was complete.</summary>
    public const string AudioInterrupted = "audio-interrupted";

    /// <summary>There was sound but no words were recognised in it.</summary>
    public const string NoWords = "no-words";

    /// <summary>The question is empty or too long.</summary>
    public const string QuestionInvalid = "question-invalid";

    /// <summary>No such course.</summary>
    public const string CourseUnknown = "course-unknown";

    /// <summary>No such voice.</summary>
    public const string VoiceUnknown = "voice-unknown";

    /// <summary>A question is being answered in this conversation already.</summary>
    public const string TurnInProgress = "turn-in-progress";

    /// <summary>No such conversation, or it has expired.</summary>
    public const string ConversationUnknown = "conversation-unknown";

    /// <summary>No such turn, or another one has begun since.</summary>
    public const string TurnUnknown = "turn-unknown";

    /// <summary>No speech recogniser is installed.</summary>
    public const string RecognizerMissing = "recognizer-missing";

    /// <summary>No speech synthesiser is installed.</summary>
    public const string SynthesizerMissing = "synthesizer-missing";

    /// <summary>The recogniser failed.</summary>
    public const string RecognitionFailed = "recognition-failed";

    /// <summary>The answerer failed.</summary>
    public const string AnswerFailed = "answer-failed";

    /// <summary>The synthesiser failed; the written answer goes on.</summary>
    public const string SpeechFailed = "speech-failed";

    /// <summary>The turn failed outside its engines.</summary>
    public const string TurnFailed = "turn-failed";

    /// <summary>The server has no room for another turn.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The server is shutting down.</summary>
    public const string ShuttingDown = "shutting-down";

    /// <summary>A sentence of the answer is only weakly supported by the course and was said with a reservation.</summary>
    public const string AnswerHedged = "answer-hedged";

    /// <summary>A sentence that was said turned out to contradict the course and was corrected aloud.</summary>
    public const string AnswerRetracted = "answer-retracted";

    /// <summary>A weaker engine than configured is in use.</summary>
    public const string Degraded = "degraded";
}
