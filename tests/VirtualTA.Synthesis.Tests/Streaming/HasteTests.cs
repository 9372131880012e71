using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Streaming;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Streaming;

public class HasteTests
{
    private const int Hop = 320;
    private const string Text = "A codec turns sound into tokens, and a model speaks them. Really? Yes, it does, because the rest is known.";

    public static TheoryData<SpeechHaste> Steps => [.. Enum.GetValues<SpeechHaste>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Speak_GivesTheSameSamples_HoweverTextArrivesAndSoundIsHandedOut(SpeechHaste haste)
    {
        using EmbeddedSynthesizer one = TinyVoice.Synthesizer(1);
        using EmbeddedSynthesizer whole = TinyVoice.Synthesizer(int.MaxValue);
        (short[] samples, WordTiming[] words, _) = await TinyVoice.SpeakAsync(one, TinyVoice.Pieces(Text), haste: haste);

        (short[] offline, WordTiming[] offlineWords, _) = await TinyVoice.SpeakAsync(whole, TinyVoice.Pieces(Text), haste: haste);
        (short[] pieces, WordTiming[] piecesWords, _) = await TinyVoice.SpeakAsync(one, TinyVoice.Pieces(Text, 7), haste: haste);

        Assert.Equal(samples, offline);
        Assert.Equal(words, offlineWords);
        Assert.Equal(samples, pieces);
        Assert.Equal(words, piecesWords);
        Assert.All(words, word => Assert.Equal(word.Word, Text.Substring(word.TextStart, word.Word.Length)));
    }

    [Theory]
    [InlineData(SpeechHaste.None, 3)]
    [InlineData(SpeechHaste.ShortFirstChunk, 1)]
    [InlineData(SpeechHaste.FewerLevels, 1)]
    public async Task FirstChunk_IsShorterInHaste(SpeechHaste haste, int frames)
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();

        AudioChunk first = await synthesizer.SpeakAsync(TinyVoice.Pieces(Text), new SpeechOptions { Haste = haste }).FirstAsync();

        Assert.Equal(frames * Hop, first.Samples.Length);
    }

    [Theory]
    [InlineData(SpeechHaste.None, 6)]
    [InlineData(SpeechHaste.ShortFirstChunk, 6)]
    [InlineData(SpeechHaste.FewerLevels, 3)]
    public async Task FirstSentence_HasFewerLevelsInGreatHaste_LaterOnesHaveAll(SpeechHaste haste, int levels)
    {
        List<int> used = [];
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer(levels: used.Add);

        await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text), haste: haste);

        Assert.Equal(levels, used[0]);
        Assert.Equal(6, used[^1]);
        Assert.Equal(used.OrderBy(count => count), used);
    }

    [Fact]
    public async Task Haste_LeavesNoTraceInTheNextUtterance()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        (short[] before, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text));
        await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text), haste: SpeechHaste.FewerLevels);
        (short[] after, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text));

        Assert.Equal(before, after);
    }
}
