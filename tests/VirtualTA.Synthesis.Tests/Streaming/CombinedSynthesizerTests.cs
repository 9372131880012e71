using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.TestKit;

namespace VirtualTA.Synthesis.Tests.Streaming;

public class CombinedSynthesizerTests
{
    private int _created;

    [Fact]
    public async Task TheFirstEngineSpeaks_UnlessAVoiceOfAnotherIsAskedFor()
    {
        using CombinedSynthesizer both = Combine();

        Assert.Equal("first", both.Name);
        Assert.Equal(["ann", "bob", "carl"], both.Voices.Select(static voice => voice.Name));
        await SpeakAsync(both, null);
        await SpeakAsync(both, "Bob");
        Assert.Equal(1, _created);
        await SpeakAsync(both, "carl");
        Assert.Equal(2, _created);
        Assert.Equal(("first", "second"), (both.EngineOf(null).Offer.Name, both.EngineOf("carl").Offer.Name));
    }

    [Fact]
    public void AnUnknownVoice_IsRefused_WithAllNames()
    {
        using CombinedSynthesizer both = Combine();
        UserInputException refusal = Assert.Throws<UserInputException>(() => both.SpeakAsync(TinyVoice.Pieces("Yes."), new SpeechOptions("dora")));

        Assert.Equal(NoticeCodes.VoiceUnknown, refusal.Code);
        Assert.Contains("ann, bob, carl", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task SpeakAsync(CombinedSynthesizer synthesizer, string? voice)
    {
        await foreach (AudioChunk chunk in synthesizer.SpeakAsync(TinyVoice.Pieces("Yes."), new SpeechOptions(voice)))
        {
            Assert.NotEqual(0, chunk.Samples.Length);
        }
    }

    private CombinedSynthesizer Combine() => new([Engine("first", "ann", "bob"), Engine("second", "carl", "ann")]);

    private CombinedSynthesizer.Engine Engine(string name, params string[] voices) => new(
        new EngineOffer<ISpeechSynthesizer>(name, "", null, () =>
        {
            _created++;
            return new FakeSynthesizer();
        }),
        () => [.. voices.Select(static voice => new VoiceDescription(voice, "", "en"))]);
}
