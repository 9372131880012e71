using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Listening;

public sealed class EndOfTurnTests
{
    private const int Window = VoiceActivityDetector.WindowSamples;

    private readonly VoiceActivityDetector _voice = new();
    private readonly EndOfTurnDetector _end = new(new EndOfTurnOptions());

    /// <summary>Expected values by python3 -m virtualta_training.turns.golden.</summary>
    [Theory]
    [InlineData(1.0, 200, 120, 3.755, -7.190)]
    [InlineData(1.0, 150, 150, -0.185, -2.782)]
    [InlineData(2.0, 120, 220, -2.174, -1.460)]
    [InlineData(0.5, 240, 180, 2.280, -6.538)]
    public void Sound_IsJudgedAsInTraining(double seconds, double first, double last, double expected, double expectedOfQuestions)
    {
        Hear(Voice(seconds, first, last));

        Assert.Equal(expected, _end.Sound!.Value, 0.02);
        Assert.Equal(expectedOfQuestions, _end.QuestionSound!.Value, 0.02);
    }

    [Fact]
    public void Sound_IsJudgedOnlyInAPause()
    {
        var speech = Voice(1, 200, 120);
        Hear(speech.AsSpan(0, 16_000));
        Assert.Null(_end.Sound);

        Hear(speech.AsSpan(16_000));
        Assert.NotNull(_end.Sound);

        Hear(speech.AsSpan(4_800, 3_200));
        Assert.Null(_end.Sound); // the speaker goes on
        _end.Begin();
        Assert.Null(_end.Sound);
    }

    [Fact]
    public void Listening_DoesNotAllocate()
    {
        var speech = Voice(1, 200, 120);
        Assert.Equal(0, Allocation.Of(() => Hear(speech)));
    }

    [Fact]
    public void Wait_IsShorter_TheMoreAPauseSoundsAndReadsLikeTheEnd()
    {
        var options = new EndOfTurnOptions();
        TimeSpan Wait(double sound, double logEnd) => EndOfTurnModel.Default.RequiredPause(
            options, sound, "", new PauseReading("a codec is small", logEnd, -2, TimeSpan.Zero));

        var bySound = Enumerable.Range(-6, 13).Select(sound => Wait(sound, -2)).ToArray();
        Assert.Equal(bySound.OrderDescending(), bySound);
        Assert.Equal(options.UnfinishedPause, bySound[0]);
        Assert.Equal(options.FinishedPause, bySound[^1]);
        Assert.True(Wait(1, -0.5) < Wait(1, -6));
    }

    [Theory]
    [InlineData("what is a codec", -1, true)]
    [InlineData("what is a codec", -6, false)] // hardly any sentence ends like this
    [InlineData("what is the", -1, false)]
    [InlineData("a codec is small", -1, false)]
    [InlineData("what does a codec do", -1, true)]
    [InlineData("what do", -1, false)]
    [InlineData("can you explain what a codec is", -1, true)]
    [InlineData("can you explain why the codec is", -6, false)]
    public void Wait_IsBounded_AfterAWholeQuestion_MoreSoWhereItSoundsLikeOne(string words, double logEnd, bool isWhole)
    {
        var options = new EndOfTurnOptions();
        TimeSpan Wait(double questionSound) =>
            EndOfTurnModel.Default.RequiredPause(options, -6, "", new PauseReading(words, logEnd, -2, TimeSpan.Zero), questionSound);

        Assert.Equal(isWhole ? options.QuestionPause : options.UnfinishedPause, Wait(1));
        Assert.Equal(isWhole ? options.UncertainPause : options.UnfinishedPause, Wait(-3));
    }

    [Fact]
    public void AWholeQuestion_MayBeAnsweredAhead_HoweverItSounds()
    {
        Hear(Voice(1, 150, 150));

        Assert.True(_end.IsLikelyEnd("", new PauseReading("what is a codec", LogEnd: -1, Margin: -2, TimeSpan.Zero)));
        Assert.False(_end.IsLikelyEnd("", new PauseReading("what is the", LogEnd: -1, Margin: -2, TimeSpan.Zero)));
    }

    [Fact]
    public void Wait_IsTheShortest_WhereTheRecogniserEndsTheSentence() => Assert.Equal(
        new EndOfTurnOptions().FinishedPause, EndOfTurnModel.Default.RequiredPause(new EndOfTurnOptions(), -6, "I understand.", null));

    /// <summary>A buzz of five harmonics that glides and fades, between 0.3 s of nothing; the same as in golden.py.</summary>
    private static short[] Voice(double seconds, double first, double last)
    {
        var count = (int)(seconds * AudioFrame.SampleRate);
        var samples = new short[count + 9_600];
        var phase = 0d;
        for (var i = 0; i < count; i++)
        {
            var time = (double)i / count;
            phase += 2 * Math.PI * (first + ((last - first) * time)) / AudioFrame.SampleRate;
            var wave = Enumerable.Range(1, 5).Sum(harmonic => Math.Sin(harmonic * phase) / harmonic);
            samples[4_800 + i] = (short)(4_000 * Math.Min(1, (1 - time) * 5) * wave);
        }

        return samples;
    }

    private void Hear(ReadOnlySpan<short> samples)
    {
        for (; samples.Length >= Window; samples = samples[Window..])
        {
            _voice.Push(samples[..Window]);
            _end.Push(samples[..Window], _voice);
        }
    }
}
