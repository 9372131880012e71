using VirtualTA.Audio.Wav;
using VirtualTA.Recognition.Presence;
using VirtualTA.Recognition.Tests.Phones;

namespace VirtualTA.Recognition.Tests.Presence;

public class SpeechPresenceTests
{
    [Theory]
    [MemberData(nameof(Sounds.Kinds), MemberType = typeof(Sounds))]
    public void SoundsWithoutSpeech_DoNotPass(string kind)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            Assert.False(SpeechPresence.MayHoldSpeech(Sounds.Make(kind, 4, seed)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("lone claps")]
    [InlineData("applause")]
    [InlineData("ovation")]
    public void TheFirstClaps_DoNotPassEither(string kind)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var clapping = Sounds.Make(kind, 1.5, seed);
            for (var length = 1600; length <= clapping.Length; length += 1600)
            {
                Assert.False(SpeechPresence.MayHoldSpeech(clapping.AsSpan(0, length)), $"seed {seed}, {length / 16} ms");
            }
        }
    }

    [Fact]
    public void AVoice_Passes_AlsoInPiecesAndOverNoise()
    {
        var voice = Sounds.Make("voice", 3);
        Assert.True(SpeechPresence.MayHoldSpeech(voice));
        Assert.True(SpeechPresence.MayHoldSpeech(voice.AsSpan(0, 8000)));
        var noise = Sounds.Make("noise", 3);
        Assert.True(SpeechPresence.MayHoldSpeech([.. voice.Zip(noise, static (a, b) => a + (0.02f * b))]));
        var presence = new SpeechPresence();
        foreach (var piece in Sounds.Pcm(voice).Chunk(317))
        {
            presence.Accept(piece);
        }

        Assert.True(presence.MayHoldSpeech());
    }

    [Fact]
    public void ARecordedQuestion_Passes_FromItsFirstHalfSecondOn()
    {
        var samples = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav")).Samples;
        for (var length = 8000; length <= samples.Length; length += 4000)
        {
            Assert.True(SpeechPresence.MayHoldSpeech(samples.AsSpan(0, length)), $"{length / 16} ms");
        }
    }

    /// <summary>How much real speech is let through; VIRTUALTA_CLIPS names a folder of WAV files and transcripts.tsv.</summary>
    [ClipsFact("transcripts.tsv")]
    public void NearlyAllRealSpeech_Passes()
    {
        var files = Directory.GetFiles(Environment.GetEnvironmentVariable(ClipsFactAttribute.Variable)!, "*.wav");
        var refused = files.Where(static file => !SpeechPresence.MayHoldSpeech(WavFile.Read(file).Samples)).Select(Path.GetFileName).ToList();
        Assert.True(refused.Count <= 0.01 * files.Length, $"{refused.Count} of {files.Length}: {string.Join(", ", refused)}");
    }
}
