using VirtualTA.Core.Pronunciation;
using VirtualTA.Core.Pronunciation.Training;
using Xunit;

namespace VirtualTA.Core.Tests.Pronunciation;

public class LetterToSoundTests
{
    private static readonly Lazy<LetterToSound> Model = new(LetterToSound.LoadDefault);

    [Theory]
    [InlineData("blorptastic", "B L AO1 R P T AE2 S T IH0 K")]
    [InlineData("zink", "Z IH1 NG K")]
    [InlineData("snorply", "S N AO1 R P L IY0")]
    public void Predict_SaysInventedWords_AsAReaderWould(string word, string phones) =>
        Assert.Equal(Phones.Parse(phones), Model.Value.Predict(word));

    [Fact]
    public void Predict_IsNeverEmpty_ForLetters_AndHasOnePrimaryStress()
    {
        Random random = new(7);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            string word = new([.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => (char)('a' + random.Next(26)))]);
            byte[] ids = Model.Value.Predict(word).Ids.ToArray();

            Assert.NotEmpty(ids);
            Assert.InRange(ids.Count(id => PhoneSet.StressOf(id) == 1), ids.Any(PhoneSet.IsVowel) ? 1 : 0, 1);
        }
    }

    [Fact]
    public void Predict_ReturnsNothing_WithoutLetters()
    {
        Assert.Equal(0, Model.Value.Predict("123 '").Length);
        Assert.Equal(0, Model.Value.Predict("").Length);
    }

    [Fact]
    public void PredictBest_GivesDifferentPronunciations()
    {
        IReadOnlyList<Phones> best = Model.Value.PredictBest("tacotron", 3);

        Assert.Equal(3, best.Distinct().Count());
        Assert.Equal(Model.Value.Predict("tacotron"), best[0]);
    }

    [Fact]
    public void Train_LearnsARule_ThatItCanApplyToNewWords()
    {
        // An invented language: every letter has one sound, "x" has two phones.
        Dictionary<char, string> sounds = new() { ['b'] = "B", ['a'] = "AA1", ['k'] = "K", ['x'] = "K S", ['t'] = "T", ['i'] = "IY0" };
        Random random = new(3);
        List<KeyValuePair<string, Phones>> words = [];
        for (int index = 0; index < 400; index++)
        {
            string word = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{"bkxt"[random.Next(4)]}{"ai"[random.Next(2)]}"));
            words.Add(new(word, Phones.Parse(string.Join(' ', word.Select(letter => sounds[letter])))));
        }

        using MemoryStream stream = new();
        LetterToSoundTrainer.Train(words, stream);
        stream.Position = 0;
        LetterToSound model = LetterToSound.Read(stream);

        Assert.Equal("B AA1 K S IY0 T IY0 K IY0 B IY0", model.Predict("baxitikibi").ToString());
        Assert.Equal(0, LetterToSoundTrainer.Score(model, words.Where(word => word.Value.Ids.ToArray().Count(id => PhoneSet.StressOf(id) == 1) == 1)).WordErrors);
    }

    [Fact]
    public void Read_RefusesDamage_WithoutCrashing()
    {
        using MemoryStream good = new();
        LetterToSoundTrainer.Train(Enumerable.Repeat(new KeyValuePair<string, Phones>("ab", Phones.Parse("AE1 B")), 9), good);
        byte[] plain = LexiconTests.Decompress(good.ToArray());
        Random random = new(1);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] broken = [.. plain];
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            if (attempt % 3 == 0)
            {
                broken = broken[..random.Next(broken.Length)];
            }

            Exception? problem = Record.Exception(() => LetterToSound.Read(new MemoryStream(LexiconTests.Compress(broken))).Predict("abba"));
            Assert.True(problem is null or InvalidDataException, problem?.ToString());
        }
    }
}
