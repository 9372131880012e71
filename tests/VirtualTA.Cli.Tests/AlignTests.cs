using System.Text.Json;

namespace VirtualTA.Cli.Tests;

/// <summary><c>virtualta align</c>: the times of a known text.</summary>
public sealed class AlignTests
{
    private static string Question => Path.Combine(AppContext.BaseDirectory, "question.wav");

    [Fact]
    public async Task Align_GivesTheTimesOfWordsAndPhones_InOrderAndInsideTheRecording()
    {
        using var virtualta = new CommandLine();

        var outcome = await virtualta.RunAsync("align", Question, "What is residual vector quantization?", "--json");

        Assert.Equal(0, outcome.ExitCode);
        var words = outcome.Line.GetProperty("words").EnumerateArray().ToArray();
        Assert.Equal(["what", "is", "residual", "vector", "quantization"], words.Select(static word => word.GetProperty("text").GetString()!.ToLowerInvariant()));
        var end = 0.0;
        foreach (var word in words)
        {
            Assert.True(Start(word) >= end);
            end = End(word);
            var phones = word.GetProperty("phones").EnumerateArray().ToArray();
            Assert.NotEmpty(phones);
            Assert.Equal((Start(word), End(word)), (Start(phones[0]), End(phones[^1])));
        }

        // The longest word takes longer than the shortest, and the text fills most of the 2.8 s.
        Assert.True(End(words[4]) - Start(words[4]) > 2 * (End(words[1]) - Start(words[1])));
        Assert.InRange(Start(words[0]), 0, 600);
        Assert.InRange(end, 2000, 2800);
    }

    [Theory]
    [InlineData("... !", "can be spoken")]
    [InlineData("This recording is not nearly long enough for a text with as many words as all of those that stand here, one behind the other, "
        + "with further clauses that go on and on about vocoders, codecs, spectrograms, quantization, transformers and diffusion.", "words")]
    public async Task Align_SaysWhatIsWrongWithTheText(string text, string message)
    {
        using var virtualta = new CommandLine();

        var outcome = await virtualta.RunAsync("align", Question, text, "--json");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal("text-invalid", outcome.ErrorCode);
        Assert.Contains(message, outcome.Line.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static double Start(JsonElement item) => item.GetProperty("startMs").GetDouble();

    private static double End(JsonElement item) => item.GetProperty("endMs").GetDouble();
}
