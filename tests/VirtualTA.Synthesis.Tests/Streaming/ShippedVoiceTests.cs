using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Streaming;

/// <summary>The engine with the committed weights and the house voice, whatever a course or a student may give it to say.</summary>
public sealed class ShippedVoiceTests(ShippedVoiceTests.Engine engine) : IClassFixture<ShippedVoiceTests.Engine>
{
    private const string House = "kathleen";

    private static readonly SpeechOptions Speaking = new(House, 3);

    private readonly EmbeddedSynthesizer _synthesizer = engine.Synthesizer;

    [ShippedVoiceFact]
    public async Task Speak_GivesTheSameSamples_AtEverySchedule()
    {
        short[] samples = await SpeakAsync(_synthesizer, "Yes, it does.");
        Assert.InRange(samples.Length, 16_000 / 3, 16_000 * 6);
        Assert.Contains(samples, static sample => Math.Abs((int)sample) > 1000);
        foreach (int framesPerChunk in new[] { 4, 16, int.MaxValue })
        {
            using EmbeddedSynthesizer other = EmbeddedSynthesizerOffer.Load(new EmbeddedSynthesizerOptions { FramesPerChunk = framesPerChunk, Sampling = EmbeddedSynthesizerOffer.FindSampling() });
            Assert.Equal(samples, await SpeakAsync(other, "Yes, it does."));
        }
    }

    [ShippedVoiceTheory]
    [InlineData("Hi \U0001F642 there \U0001F680!")] // emoji beside words
    [InlineData("Yes \u65E5\u672C no.")] // another script beside words
    [InlineData("One\u0000two\u0007\u001B[31m three\u200B.")] // control characters
    [InlineData("It takes 3.5 \u00B5s at 2 GHz, i.e. 5%.")] // numbers and units
    [InlineData("Pneumonoultramicroscopicsilicovolcanoconiosis.")]
    [InlineData("NO!!! WAIT... what?!")]
    public async Task Speak_SaysWhatCanBeSaid(string text)
    {
        short[] samples = await SpeakAsync(_synthesizer, text);

        Assert.InRange(samples.Length, 16_000 / 3, 16_000 * 20);
        Assert.Contains(samples, static sample => Math.Abs((int)sample) > 1000);
    }

    [ShippedVoiceTheory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("?!... -- ;")]
    [InlineData("\U0001F642\U0001F680")]
    [InlineData("\u65E5\u672C\u8A9E\u3067\u3059\u3002")]
    [InlineData("\u0000\u0007\u001B")]
    public async Task Speak_RefusesTexts_InWhichNothingCanBeSaid(string text)
    {
        UserInputException refusal = await Assert.ThrowsAsync<UserInputException>(() => SpeakAsync(_synthesizer, text));

        Assert.Equal(EmbeddedSynthesizer.TextInvalid, refusal.Code);
    }

    [ShippedVoiceFact]
    public async Task Speak_BeginsTenThousandWords_WithoutReadingThemAll_AndStopsWhenAbandoned()
    {
        int words = 0;
        int samples = 0;
        long stepsBefore = _synthesizer.Scheduler.Steps;
        await foreach (AudioChunk chunk in _synthesizer.SpeakAsync(Words(10_000, () => words++), Speaking))
        {
            samples += chunk.Samples.Length;
            if (samples > 16_000)
            {
                break;
            }
        }

        Assert.True(SpinWait.SpinUntil(() => _synthesizer.Scheduler.Streams == 0, TimeSpan.FromSeconds(20)));
        Assert.InRange(words, 3, 300); // read ahead by a few clauses, no more
        Assert.InRange(_synthesizer.Scheduler.Steps - stepsBefore, 25, 25 + (4 * SpeechStream.StepBacklog));
    }

    [ShippedVoiceFact]
    public async Task Speak_EndsAWordOfAThousandLetters()
    {
        long chunks = 0;
        await foreach (AudioChunk chunk in _synthesizer.SpeakAsync(new[] { new string('a', 1000) + "." }.ToAsyncEnumerable(), Speaking))
        {
            chunks++;
            if (chunks == 6)
            {
                break;
            }
        }

        Assert.Equal(6, chunks);
    }

    [ShippedVoiceFact]
    public void Steps_AllocateNothing()
    {
        Workspace workspace = new(WorkerPool.CallerOnly);
        AutoregressiveModel model = AutoregressiveModel.Load(ModelFolder.PathOf(EmbeddedModels.ModelFile));
        AutoregressiveState[] states = [new(model), new(model)];
        HalfKvCache[] caches = [.. states.Select(static state => state.Cache)];
        StepInput[] inputs = [new(5, 6, 7, 8, 9), new(6, 7, 8, 9, 10)];
        RepetitionAwareSampler sampler = new(1);
        SamplingOptions sampling = new();
        for (int step = 0; step < 3; step++)
        {
            Step();
        }

        Assert.Equal(0, Allocation.Of(Step));

        void Step()
        {
            model.Step(states, caches, inputs, workspace);
            int first = sampler.Draw(0, states[0].CodeLogits(0)[..model.Codes], sampling, workspace);
            model.Follow(states[0], states[1], first, workspace);
            sampler.Draw(1, states[0].CodeLogits(1), sampling, workspace);
            sampler.DrawAdvance(states[0].AdvanceLogits, workspace);
        }
    }

    [ShippedVoiceFact]
    public async Task Prepare_LeavesNothingBehind_AndChangesNothing()
    {
        short[] samples = await SpeakAsync(_synthesizer, "No.");
        using EmbeddedSynthesizer prepared = EmbeddedSynthesizerOffer.Load(null);
        await prepared.PrepareAsync();

        Assert.True(SpinWait.SpinUntil(() => prepared.Scheduler.Streams == 0, TimeSpan.FromSeconds(20)));
        Assert.Equal(samples, await SpeakAsync(prepared, "No."));
    }

    /// <summary>Loaded once for all tests, where there is something to load.</summary>
    public sealed class Engine : IDisposable
    {
        private readonly Lazy<EmbeddedSynthesizer> _synthesizer = new(() => EmbeddedSynthesizerOffer.Load(null));

        internal EmbeddedSynthesizer Synthesizer => ShippedVoiceFactAttribute.Missing is null ? _synthesizer.Value : null!;

        public void Dispose()
        {
            if (_synthesizer.IsValueCreated)
            {
                _synthesizer.Value.Dispose();
            }
        }
    }

    private static async Task<short[]> SpeakAsync(EmbeddedSynthesizer synthesizer, string text)
    {
        List<short> samples = [];
        await foreach (AudioChunk chunk in synthesizer.SpeakAsync(new[] { text }.ToAsyncEnumerable(), Speaking))
        {
            samples.AddRange(chunk.Samples.Span);
        }

        return [.. samples];
    }

    private static async IAsyncEnumerable<string> Words(int count, Action read)
    {
        for (int word = 0; word < count; word++)
        {
            read();
            yield return word % 12 == 11 ? "end. " : "word ";
            await Task.Yield();
        }
    }
}

/// <summary>Runs where the voice's weights and the house voice are installed.</summary>
internal sealed class ShippedVoiceFactAttribute : FactAttribute
{
    public ShippedVoiceFactAttribute() => Skip = Missing;

    public static string? Missing => EmbeddedModels.FindRemedy()
        ?? (EmbeddedSynthesizerOffer.Describe().Any(static voice => voice.Name == "kathleen") ? null : "There is no voice 'kathleen'.");
}

/// <inheritdoc cref="ShippedVoiceFactAttribute"/>
internal sealed class ShippedVoiceTheoryAttribute : TheoryAttribute
{
    public ShippedVoiceTheoryAttribute() => Skip = ShippedVoiceFactAttribute.Missing;
}
