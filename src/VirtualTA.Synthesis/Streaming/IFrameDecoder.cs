namespace VirtualTA.Synthesis.Streaming;

/// <summary>Turns the codes of one utterance into samples, frame by frame in order.</summary>
internal interface IFrameDecoder
{
    /// <summary>Samples that the next frames will give.</summary>
    int SamplesFor(int frames);

    /// <summary>Levels that are heard from the next frames on; the rest of each row of codes is ignored.</summary>
    int UsedLevels { set; }

    /// <summary>Decodes the next frames.</summary>
    /// <param name="codes">[frames, levels].</param>
    /// <param name="samples">Receives −1 to 1, mono, 16 kHz.</param>
    /// <returns>Samples written.</returns>
    int Decode(ReadOnlySpan<int> codes, Span<float> samples);
}
