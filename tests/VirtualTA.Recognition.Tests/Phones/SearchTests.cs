using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Alignment;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>Search, language model and alignment on made-up posteriors, without a network.</summary>
public class SearchTests
{
    private static readonly (string Word, string Phones)[] Dictionary =
    [
        ("two", "T UW"), ("too", "T UW"), ("heaps", "HH IY P S"), ("heap", "HH IY P"), ("see", "S IY"), ("eat", "IY T"), ("tea", "T IY"),
    ];

    [Fact]
    public void Search_FindsTheWords_ThatTheFramesSpell() =>
        Assert.Equal(["heap", "see"], Recognise("two heaps", Spell("HH IY P _ S IY")));

    [Fact]
    public void Search_NeedsABlank_BetweenEqualPhones()
    {
        Assert.Equal(["eat", "two"], Recognise("eat two", Spell("IY T _ T UW")));
        Assert.Equal(["see", "eat"], Recognise("eat two", Spell("S IY _ IY T")));
    }

    [Fact]
    public void Search_TakesTheWordThatTheLanguagePrefers_WhenSoundsAreEqual()
    {
        Assert.Equal(["two", "heaps"], Recognise("two heaps", Spell("T UW HH IY P S")));
        Assert.Equal(["too", "heaps"], Recognise("too heaps", Spell("T UW HH IY P S")));
    }

    [Fact]
    public void Search_FindsNothing_InBlanks() => Assert.Empty(Recognise("two heaps", Spell("_ _ _ _ _ _")));

    [Fact]
    public void SettledWords_AreNeverTakenBack()
    {
        var frames = Spell("T UW _ HH IY P S _ IY T _ T IY _ S IY");
        var options = new DecodingOptions { LanguageWeight = 2f, Beam = 8f }; // "too" sounds like "two": only the language can settle it
        var search = new BeamSearch(Graph("two heaps eat tea see"), options, UniformPrior());
        List<string> settled = [];
        for (var frame = 0; frame < frames.Length; frame += PhoneClasses.Count)
        {
            search.Advance(frames.AsSpan(frame, PhoneClasses.Count));
            var now = search.Settled().Select(static word => word.Word).ToList();
            Assert.Equal(settled, now.Take(settled.Count));
            settled = now;
        }

        var best = search.Best().Select(static word => word.Word).ToList();
        Assert.Equal(["two", "heaps", "eat", "tea", "see"], best);
        Assert.Equal(settled, best.Take(settled.Count));
        Assert.True(settled.Count >= 3);
    }

    [Fact]
    public void Language_SumsToOne_OverItsVocabulary()
    {
        var counts = new NgramCounts();
        counts.AddSentence(["see", "two", "heaps"]);
        counts.AddSentence(["see", "tea"], 2);
        var words = Dictionary.Select(static entry => entry.Word).ToArray();
        var model = new NgramModel(counts, words.Length + 2);
        foreach (var history in new[] { NgramModel.Start, model.Next(NgramModel.Start, model.Find("see")), model.Next(NgramModel.Start, -1) })
        {
            var sum = words.Sum(word => model.Probability(history, model.Find(word)))
                + model.Probability(history, NgramCounts.End) + model.Probability(history, NgramCounts.Start);
            Assert.Equal(1.0, sum, 3);
        }

        var afterSee = model.Next(NgramModel.Start, model.Find("see"));
        Assert.True(model.Probability(afterSee, model.Find("tea")) > model.Probability(afterSee, model.Find("heaps")));
    }

    [Fact]
    public void CountsOfPairs_LeaveRoomForPairsThatAreNotListed()
    {
        using var file = new TemporaryCounts("6\tsee tea", "3\tsee heaps", "9\tsee *", "4\t<s> see", "2\ttea", "20\theaps");
        var model = new NgramModel(NgramCounts.Load(file.Path), 5, NgramSmoothing.Books);
        var afterSee = model.Next(NgramModel.Start, model.Find("see"));
        float After(string word) => model.Probability(afterSee, model.Find(word));

        Assert.Equal(1.0, model.Probability(afterSee, NgramCounts.Start) + model.Probability(afterSee, NgramCounts.End) + After("see") + After("tea") + After("heaps"), 3);
        Assert.True(After("tea") > 0.25 && After("tea") < 6.0 / 9, "half of what followed was too rare to be listed");
        Assert.True(model.Unigram(model.Find("heaps")) > model.Unigram(model.Find("tea")), "frequency decides between words with equally many predecessors");
    }

    [Fact]
    public void Counts_OfAnotherForm_AreRefusedByFileAndLine()
    {
        using var file = new TemporaryCounts("6\tsee tea", "tea 6");

        var error = Assert.Throws<FormatException>(() => NgramCounts.Load(file.Path));
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Viterbi_GivesTimes_AndChoosesThePronunciation()
    {
        var graph = new AlignmentGraph([[Classes("T UW")], [Classes("HH IY P S"), Classes("HH IY P")]]);
        var path = ViterbiPath.Find(graph, Spell("_ T UW _ HH IY P _"));
        Assert.NotNull(path);
        var states = path.Select(state => graph[state]).ToArray();
        Assert.Equal(PhoneClasses.Silence, states[0].Class);
        Assert.Equal((0, 0), (states[2].Word, states[2].Phone));
        Assert.Equal((1, 2), (states[^3].Word, states[^3].Phone));
        Assert.DoesNotContain(states, static state => state.Phone == 3);
    }

    [Fact]
    public void Viterbi_FindsNoPath_WhenTheTextIsLongerThanTheSound() =>
        Assert.Null(ViterbiPath.Find(new AlignmentGraph([[Classes("T UW")], [Classes("HH IY P S")]]), Spell("T UW")));

    [Fact]
    public void ErrorCount_IsTheEditDistance()
    {
        Assert.Equal(3, PhoneErrorRate.Errors<char>("kitten", "sitting"));
        Assert.Equal(4, PhoneErrorRate.Errors<char>("", "four"));
        Assert.Equal(Classes("T UW HH"), PhoneErrorRate.BestPath(Spell("T UW _ HH")));
    }

    private static string[] Recognise(string text, float[] frames)
    {
        var search = new BeamSearch(Graph(text), new DecodingOptions(), UniformPrior());
        search.Advance(frames);
        return [.. search.Best().Select(static word => word.Word)];
    }

    private static DecodingGraph Graph(string text)
    {
        var counts = new NgramCounts();
        counts.AddSentence(text.Split(' '));
        var words = Dictionary.Select(static entry => entry.Word).ToArray();
        var sounds = new PronunciationList();
        for (var word = 0; word < words.Length; word++)
        {
            sounds.Add(word, Classes(Dictionary[word].Phones));
        }

        return new DecodingGraph(words, sounds, new LanguageModel(words, (new NgramModel(counts, words.Length), 1f)));
    }

    private static byte[] Classes(string phones) =>
        [.. phones.Split(' ').Select(static name => (byte)PhoneClasses.Names.ToList().IndexOf(name == "_" ? "SIL" : name))];

    private static float[] UniformPrior() => [.. Enumerable.Repeat(-MathF.Log(PhoneClasses.Count), PhoneClasses.Count)];

    /// <summary>Two frames for every label, each with most of the mass.</summary>
    private static float[] Spell(string labels)
    {
        const float Rest = 0.1f / (PhoneClasses.Count - 1);
        var frames = new List<float>();
        foreach (var label in Classes(labels).SelectMany(static label => new[] { label, label }))
        {
            frames.AddRange(Enumerable.Range(0, PhoneClasses.Count).Select(other => MathF.Log(other == label ? 0.9f : Rest)));
        }

        return [.. frames];
    }
}
