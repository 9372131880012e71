using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Whisper;
using VirtualTA.Recognition.Whisper.Decoding;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Tests.Whisper;

public sealed class DecodingTests(SharedModel shared) : IClassFixture<SharedModel>
{
    private readonly WhisperModel _model = shared.Model;

    [Theory]
    [InlineData(51864, 50256, 50257, 50357, 50361, 50362, 50363)]
    [InlineData(51865, 50257, 50258, 50358, 50362, 50363, 50364)]
    [InlineData(51866, 50257, 50258, 50359, 50363, 50364, 50365)]
    public void SpecialTokens_HaveTheirPublishedNumbers(int vocabulary, int end, int start, int translate, int noSpeech, int noTimestamps, int firstTimestamp)
    {
        var special = Recognition.Whisper.Vocabulary.SpecialTokens.For(vocabulary, vocabulary >= 51865);
        Assert.Equal(
            (end, start, translate, noSpeech, noTimestamps, firstTimestamp),
            (special.EndOfText, special.Start, special.Translate, special.NoSpeech, special.NoTimestamps, special.FirstTimestamp));
    }

    [Theory]
    [InlineData(" the vector quantiser")]
    [InlineData("Ünïcode, 12 dots... and\nlines")]
    [InlineData("")]
    public void Text_SurvivesTokens(string text) => Assert.Equal(text, _model.Vocabulary.Decode(_model.Vocabulary.Encode(text)));

    [Fact]
    public void Encode_MergesTheEarliestPairFirst()
    {
        // " a" … " z" follow the single bytes, then " aa": the pairs " a"+"a" exist, "aa" does not.
        Assert.Equal([256], _model.Vocabulary.Encode(" a"));
        Assert.Equal([256 + 26], _model.Vocabulary.Encode(" aa"));
    }

    [Fact]
    public void Languages_HaveTheirPublishedNumbers()
    {
        Assert.Equal(50259, _model.Vocabulary.LanguageToken("en"));
        Assert.Equal(50261, _model.Vocabulary.LanguageToken("de"));
        Assert.Equal(50357, _model.Vocabulary.LanguageToken("su"));
        Assert.Equal(-1, _model.Vocabulary.LanguageToken("yue"));
        Assert.Equal("de", _model.Vocabulary.LanguageCode(50261));
    }

    [Fact]
    public void Timestamps_ComeInPairsThatNeverGoBack()
    {
        var special = _model.Vocabulary.Special;
        var rules = new DecodingRules(_model.Vocabulary, timestamps: true);
        int[] Allowed(params int[] text)
        {
            var logits = new float[_model.Dimensions.Vocabulary];
            logits.AsSpan(0, special.EndOfText + 1).Fill(9);
            rules.Apply(logits, text);
            return [.. Enumerable.Range(0, logits.Length).Where(token => !float.IsNegativeInfinity(logits[token]))];
        }

        var time = special.FirstTimestamp;
        Assert.Equal(Enumerable.Range(time, 51), Allowed());
        Assert.All(Allowed(time + 5), token => Assert.True(token < time));
        Assert.Equal([special.EndOfText, .. Enumerable.Range(time + 20, 1481)], Allowed(time, 300, time + 20));
        Assert.DoesNotContain(Allowed(time, 300), token => token >= special.Start && token <= time);
        Assert.All(Allowed(time, 300, time + 20, time + 20), token => Assert.True(token < time));
    }

    [Fact]
    public void WithoutTimestamps_TheTextNeitherStartsEmptyNorHoldsMarkup()
    {
        var special = _model.Vocabulary.Special;
        var logits = new float[_model.Dimensions.Vocabulary];
        new DecodingRules(_model.Vocabulary, timestamps: false).Apply(logits, []);
        foreach (var token in new[] { special.EndOfText, special.Start, special.NoSpeech, special.FirstTimestamp, special.FirstLanguage, (int)' ', (int)'[', (int)'#' })
        {
            Assert.Equal(float.NegativeInfinity, logits[token]);
        }

        Assert.Equal(0, logits['a']);
    }

    [Fact]
    public void CompressionRatio_IsHighForLoops()
    {
        Assert.InRange(WindowDecoder.CompressionRatio("the decoder turns frames into samples"), 0.5, 1.5);
        Assert.InRange(WindowDecoder.CompressionRatio(string.Concat(Enumerable.Repeat("and so on ", 40))), 5, 100);
    }

    [Fact]
    public void Warping_FindsTheDiagonal()
    {
        // Three tokens, each cheap in its own third of nine positions.
        var cost = new float[27];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 9; column++)
            {
                cost[(row * 9) + column] = column / 3 == row ? -1 : 1;
            }
        }

        Assert.Equal([0, 3, 6], WordAligner.WarpStarts(cost, 3, 9));
    }

    [Fact]
    public void BeamOfOneStep_NeverScoresBelowGreedy()
    {
        var workspace = new Workspace();
        var options = new WhisperOptions { ShortestAudioContext = 50, LongestText = 6, Temperatures = [0], LogProbabilityLimit = -100, CompressionLimit = 100 };
        var utterance = Utterance.Listen(_model, SeededModel.Audio(1), options, workspace);
        var greedy = new WindowDecoder(_model, options, workspace).Decode(utterance, [], 50259, [], [0], default);
        var beam = new WindowDecoder(_model, options with { BeamSize = 4 }, workspace).Decode(utterance, [], 50259, [], [0], default);
        Assert.InRange(beam.LogProbabilities.Sum(), greedy.LogProbabilities.Sum() - 1e-3, 0);
        Assert.Equal(greedy.Tokens, new WindowDecoder(_model, options, workspace).Decode(utterance, [], 50259, [], [0], default).Tokens);
    }

    [Fact]
    public void SettledText_StaysAtTheFront()
    {
        var workspace = new Workspace();
        var options = new WhisperOptions { ShortestAudioContext = 50, LongestText = 8 };
        var utterance = Utterance.Listen(_model, SeededModel.Audio(1), options, workspace);
        var text = new WindowDecoder(_model, options, workspace).Decode(utterance, [300, 301], 50259, [700, 701], [0], default);
        Assert.Equal([700, 701], text.Tokens.Take(2));
    }
}

/// <summary>One tiny multilingual model for a class of tests.</summary>
public sealed class SharedModel : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.bin");

    public SharedModel()
    {
        new SeededModel(51865, GgmlType.F16).Write(_path);
        Model = WhisperModel.Load(_path);
    }

    public WhisperModel Model { get; }

    public void Dispose()
    {
        Model.Dispose();
        File.Delete(_path);
    }
}
