namespace VirtualTA.Recognition.Whisper.Files;

/// <summary>Sizes of a Whisper model, in the order of the file's header.</summary>
/// <param name="Vocabulary">Tokens, special ones included.</param>
/// <param name="AudioContext">Encoder positions of 20 ms, 1500 for 30 s.</param>
/// <param name="AudioState">Encoder width.</param>
/// <param name="AudioHeads">Encoder heads.</param>
/// <param name="AudioLayers">Encoder blocks.</param>
/// <param name="TextContext">Decoder positions.</param>
/// <param name="TextState">Decoder width; equal to the encoder's.</param>
/// <param name="TextHeads">Decoder heads.</param>
/// <param name="TextLayers">Decoder blocks.</param>
/// <param name="Mels">Mel bands, 80 or 128.</param>
/// <param name="FileType">Number of the prevailing weight type.</param>
public sealed record WhisperDimensions(
    int Vocabulary, int AudioContext, int AudioState, int AudioHeads, int AudioLayers, int TextContext, int TextState, int TextHeads, int TextLayers, int Mels, int FileType)
{
    /// <summary>Smallest vocabulary of a model that knows several languages.</summary>
    public const int MultilingualVocabulary = 51_865;

    /// <summary>Whether the model knows several languages.</summary>
    public bool IsMultilingual => Vocabulary >= MultilingualVocabulary;

    internal string? Fault() => this switch
    {
        { Vocabulary: < 51_864 or > 60_000 } => $"{Vocabulary} tokens",
        { AudioContext: < 1 or > 4096 } => $"{AudioContext} audio positions",
        { AudioState: < 1 or > 8192 } => $"audio width {AudioState}",
        { AudioLayers: < 1 or > 128 } => $"{AudioLayers} audio layers",
        { TextContext: < 8 or > 4096 } => $"{TextContext} text positions",
        { TextLayers: < 1 or > 128 } => $"{TextLayers} text layers",
        { Mels: < 1 or > 512 } => $"{Mels} mel bands",
        _ when TextState != AudioState => $"widths {AudioState} and {TextState}",
        _ when AudioHeads < 1 || AudioState % AudioHeads != 0 => $"{AudioHeads} audio heads",
        _ when TextHeads < 1 || TextState % TextHeads != 0 => $"{TextHeads} text heads",
        _ => null,
    };
}
