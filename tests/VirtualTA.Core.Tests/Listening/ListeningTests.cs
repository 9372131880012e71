using VirtualTA.Core.Listening;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Listening;

public sealed class ListeningTests
{
    private readonly EndOfTurnDetector _end = new(new EndOfTurnOptions());

    [Theory]
    [InlineData("what is a codec", 300)]
    [InlineData("explain vector quantisation", 300)]
    [InlineData("I understand.", 300)]
    [InlineData("what is a codec and", 1_300)]
    [InlineData("why does it fail because", 1_300)]
    [InlineData("what is the", 1_300)]
    [InlineData("um", 1_300)]
    [InlineData("vector quantisation", 950)]
    [InlineData("", 950)]
    public void RequiredPause_FollowsTheWords(string words, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), _end.RequiredPause(words));

    [Fact]
    public void RequiredPause_Grows_ForASpeakerWhoWasCutOff_AndShrinksAgain()
    {
        var before = _end.RequiredPause("what is a codec");
        _end.Learn(wasCutOff: true);
        _end.Learn(wasCutOff: true);
        var after = _end.RequiredPause("what is a codec");
        for (var i = 0; i < 100; i++)
        {
            _end.Learn(wasCutOff: false);
        }

        Assert.True(after > before);
        Assert.Equal(before.TotalMilliseconds, _end.RequiredPause("what is a codec").TotalMilliseconds, 1d);
    }

    [Fact]
    public void Voice_IsNoticedWithin200Milliseconds_AndItsPauseMeasured()
    {
        var detector = new VoiceActivityDetector();
        Assert.Equal(-1, Onset(detector, TestAudio.Silence(1)));

        Assert.InRange(Onset(detector, TestAudio.Tone(1)), 6, 9);
        Assert.Equal(-1, Onset(detector, TestAudio.Silence(0.5)));
        Assert.Equal(TimeSpan.FromSeconds(0.5), detector.Silence);
        Assert.True(detector.IsSpeaking);
    }

    [Fact]
    public void Voice_IsNotNoticed_InSteadyNoiseOrAShortKnock()
    {
        var detector = new VoiceActivityDetector();
        var random = new Random(1);
        var fan = Enumerable.Range(0, 16_000 * 10).Select(_ => (short)random.Next(-120, 120)).ToArray();
        var knock = TestAudio.Tone(0.06, amplitude: 20_000);

        Assert.Equal(-1, Onset(detector, fan));
        Assert.Equal(-1, Onset(detector, knock));
        Assert.Equal(-1, Onset(detector, fan));
        Assert.InRange(Onset(detector, TestAudio.Tone(1)), 6, 9);
    }

    [Theory]
    [InlineData("wait what", true)]
    [InlineData("stop", true)]
    [InlineData("mhm", false)]
    [InlineData("okay right", false)]
    [InlineData("I see", false)]
    [InlineData("sound into tokens", false)] // the answer's own words
    public void BargeIn_NeedsWordsThatAreNeitherAgreementNorEcho(string words, bool expected) =>
        Assert.Equal(expected, BargeInJudge.Confirms(
            words, "A codec turns sound into tokens.", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new BargeInOptions()));

    [Theory]
    [InlineData(600, 5, true)]
    [InlineData(400, 5, false)]
    [InlineData(600, 1, false)] // echo cancellation still adapts
    public void BargeIn_ByLengthAlone_NeedsHalfASecond_AndSettledEcho(int speechMilliseconds, int audibleSeconds, bool expected) =>
        Assert.Equal(expected, BargeInJudge.Confirms(
            "", "", TimeSpan.FromMilliseconds(speechMilliseconds), TimeSpan.FromSeconds(audibleSeconds), new BargeInOptions()));

    /// <summary>Index of the window in which speech began; -1 if it did not.</summary>
    private static int Onset(VoiceActivityDetector detector, short[] samples)
    {
        var onset = -1;
        for (var i = 0; i < samples.Length / VoiceActivityDetector.WindowSamples; i++)
        {
            if (detector.Push(samples.AsSpan(i * VoiceActivityDetector.WindowSamples, VoiceActivityDetector.WindowSamples)))
            {
                onset = i;
            }
        }

        return onset;
    }
}
