using VirtualTA.Core.Contracts;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Transformer;
using VirtualTA.Synthesis.Voices;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Streaming;

/// <summary>Draws that the text guides: logits moved away from those of the same speech without text.</summary>
public class GuidanceTests
{
    private const string Text = "A codec turns sound into tokens, and a model speaks them. It needs 3 s of audio!";
    private const float Guidance = 1.5f;

    [Fact]
    public async Task Speak_GivesTheSameSamples_HoweverTheyAreHandedOut_AndBesideOthers()
    {
        using EmbeddedSynthesizer single = TinyVoice.Synthesizer(1, guidance: Guidance);
        (short[] alone, _, _) = await TinyVoice.SpeakAsync(single, TinyVoice.Pieces(Text), seed: 2, "bob");
        foreach (int framesPerChunk in new[] { 4, 16, int.MaxValue })
        {
            using EmbeddedSynthesizer other = TinyVoice.Synthesizer(framesPerChunk, guidance: Guidance);
            Assert.Equal(alone, (await TinyVoice.SpeakAsync(other, TinyVoice.Pieces(Text, 5), seed: 2, "bob")).Samples);
        }

        (short[] Samples, WordTiming[] Words, int Chunks)[] together = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(index => Task.Run(() => TinyVoice.SpeakAsync(single, TinyVoice.Pieces(Text), (ulong)index, index % 2 == 0 ? "bob" : "ann"))));
        Assert.Equal(alone, together[2].Samples);
        using EmbeddedSynthesizer unguided = TinyVoice.Synthesizer();
        Assert.NotEqual(alone, (await TinyVoice.SpeakAsync(unguided, TinyVoice.Pieces(Text), seed: 2, "bob")).Samples);
    }

    [Fact]
    public async Task FirstStep_IsDrawnFromLogits_MovedAwayFromThoseWithoutText()
    {
        (AutoregressiveModel model, Workspace workspace) = (TinyVoice.Model, new(WorkerPool.CallerOnly));
        Voice voice = Voice.Build(TinyVoice.Prompt("ann", 1), model, TinyVoice.Refinement, workspace);
        PhonemeClause clause = TinyVoice.FrontEnd.Read("One two three.").Single();
        SamplingOptions sampling = new() { Guidance = Guidance };
        int[] rows = [.. clause.Symbols.ToArray().Select(model.Symbols.RowOf)];
        AutoregressiveState[] states = [new(model), new(model)];
        states[0].Cache.Share(voice.Prefix);
        states[1].Cache.Share(voice.Wordless);
        model.Read(states[0], rows, workspace);
        model.Read(states[1], new int[rows.Length], workspace);
        HalfKvCache[] caches = [.. states.Select(state => state.Cache)];
        model.Step(states, caches, [new StepInput(rows[0], rows[1], rows[2]), new StepInput(SymbolMap.None, SymbolMap.None, SymbolMap.None)], workspace);
        RepetitionAwareSampler sampler = new(7);
        int code = Draw(0);
        model.Follow(states[0], states[1], code, workspace);
        (int, int) expected = (code, Draw(1));

        using SpeechScheduler scheduler = new(model, 1, WorkerPool.CallerOnly);
        SpeechStream stream = scheduler.Start(voice, 7, sampling);
        Assert.True(stream.Clauses.TryWrite(clause));
        stream.Wake();
        SpokenStep first = await stream.Steps.ReadAsync();
        stream.Abandon();

        Assert.Equal(expected, (first.Code0, first.Code1));

        int Draw(int slot)
        {
            float[] mixed = [.. Enumerable.Range(0, model.Codes + 1).Select(token => ((1 + Guidance) * states[0].CodeLogits(slot)[token]) - (Guidance * states[1].CodeLogits(slot)[token]))];
            mixed[model.Codes] = float.NegativeInfinity;
            return sampler.Draw(slot, mixed, sampling, workspace);
        }
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(11f)]
    [InlineData(float.NaN)]
    public void Guidance_OutsideItsRange_IsRefused(float guidance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Guidance = guidance });
}
