namespace VirtualTA.Recognition.Whisper.Vocabulary;

/// <summary>Numbers of Whisper's special tokens; they follow the ordinary ones in a fixed order.</summary>
/// <param name="EndOfText">First special token, end of the transcript.</param>
/// <param name="LanguageCount">Language tokens.</param>
public sealed record SpecialTokens(int EndOfText, int LanguageCount)
{
    /// <summary>Seconds between timestamp tokens.</summary>
    public const double TimestampStep = 0.02;

    /// <summary>Timestamp tokens, 0 to 30 s.</summary>
    public const int TimestampCount = 1501;

    private const int Others = 8;

    /// <summary>Start of the transcript.</summary>
    public int Start => EndOfText + 1;

    /// <summary>Token of the first language, English.</summary>
    public int FirstLanguage => Start + 1;

    /// <summary>Translate to English.</summary>
    public int Translate => FirstLanguage + LanguageCount;

    /// <summary>Transcribe.</summary>
    public int Transcribe => Translate + 1;

    /// <summary>Start of a language model's text; never used.</summary>
    public int StartOfLanguageModel => Translate + 2;

    /// <summary>Precedes earlier text, or a prompt.</summary>
    public int StartOfPrevious => Translate + 3;

    /// <summary>No speech.</summary>
    public int NoSpeech => Translate + 4;

    /// <summary>No timestamps wanted.</summary>
    public int NoTimestamps => Translate + 5;

    /// <summary>Timestamp of 0 s.</summary>
    public int FirstTimestamp => Translate + 6;

    internal static SpecialTokens For(int vocabulary, bool isMultilingual)
    {
        var endOfText = isMultilingual ? 50_257 : 50_256;
        return new SpecialTokens(endOfText, vocabulary - endOfText - TimestampCount - Others);
    }
}
