using System.Globalization;
using VirtualTA.Recognition.PocketSphinx;

namespace VirtualTA.Recognition.Tests.PocketSphinx;

public sealed class ArpaWriterTests
{
    [Fact]
    public void Write_GivesProbabilitiesThatSumToOne_AfterEveryWord()
    {
        var counts = NgramCounts.OfCourse(["A codec has a codebook.", "The codebook has entries; a codec learns it."], _ => true);
        using var arpa = new StringWriter();

        ArpaWriter.Write(counts, arpa);

        var (single, backoff, pairs) = Read(arpa.ToString());
        Assert.Equal(1, single.Values.Sum(), 3);
        foreach (var context in new[] { "codec", "what", "<s>", "codebook" })
        {
            var total = single.Sum(word => pairs.TryGetValue((context, word.Key), out var seen) ? seen : backoff[context] * word.Value);
            Assert.Equal(1, total, 2);
        }
    }

    [Fact]
    public void Count_MakesQuestionsOfTheCoursesTerms_AndLeavesOutWhatNobodyCanSay()
    {
        var counts = NgramCounts.OfCourse(["The vocoder xqz makes sound."], word => word != "xqz");

        Assert.True(counts.Triples.ContainsKey(("what", "is", "vocoder")));
        Assert.DoesNotContain("xqz", counts.Words);
        Assert.False(counts.Pairs.ContainsKey(("vocoder", "makes")));
    }

    private static (Dictionary<string, double> Single, Dictionary<string, double> Backoff, Dictionary<(string, string), double> Pairs) Read(string arpa)
    {
        var single = new Dictionary<string, double>();
        var backoff = new Dictionary<string, double>();
        var pairs = new Dictionary<(string, string), double>();
        var order = 0;
        foreach (var line in arpa.Split('\n'))
        {
            var fields = line.Split(' ');
            if (line.EndsWith("-grams:", StringComparison.Ordinal))
            {
                order = line[1] - '0';
            }
            else if (order == 1 && fields.Length == 3)
            {
                single[fields[1]] = Power(fields[0]);
                backoff[fields[1]] = Power(fields[2]);
            }
            else if (order == 2 && fields.Length == 4)
            {
                pairs[(fields[1], fields[2])] = Power(fields[0]);
            }
        }

        return (single, backoff, pairs);
    }

    private static double Power(string logarithm) => Math.Pow(10, double.Parse(logarithm, CultureInfo.InvariantCulture));
}
