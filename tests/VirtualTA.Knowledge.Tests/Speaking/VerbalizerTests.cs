using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;

namespace VirtualTA.Knowledge.Tests.Speaking;

public sealed class VerbalizerTests
{
    [Theory]
    [InlineData("The area is $x^2$.", "The area is x squared.")]
    [InlineData("$E = mc^2$", "E equals mc squared")]
    [InlineData("$\\frac{a+b}{2}$", "a plus b over 2")]
    [InlineData("$\\sqrt{n}$ steps", "the square root of n steps")]
    [InlineData("It takes O(n²) time.", "It takes O of n squared time.")]
    [InlineData("1024^6 combinations", "1024 to the power of 6 combinations")]
    [InlineData("see slide 12", "see slide twelve")]
    [InlineData("as shown [3, 4] before", "as shown before")]
    [InlineData("an error of 5.9 %", "an error of 5.9 percent")]
    [InlineData("8–16 dimensions", "8 to 16 dimensions")]
    [InlineData("call `readFile()` first", "call read file first")]
    [InlineData("see [the page](https://example.org/x)", "see the page")]
    [InlineData("**Bold** and *italic*", "Bold and italic")]
    public void Speak_SaysWhatTheScreenShows(string text, string spoken) => Assert.Equal(spoken, Verbalizer.Speak(text, BlockKind.Prose));

    [Fact]
    public void Speak_ReadsTableRowsAndPointsToCode()
    {
        Assert.Equal("levels 4, error 4.0.", Verbalizer.Speak("levels: 4; error: 4.0", BlockKind.TableRow));
        Assert.Equal("The code on the screen defines max pool.", Verbalizer.Speak("def max_pool(x):\n    return x", BlockKind.Code));
    }

    [Theory]
    [InlineData("03:15", "minute three and fifteen seconds")]
    [InlineData("1:02:00", "one hour two minutes")]
    [InlineData("slide 12", "slide twelve")]
    [InlineData("page 305", "page three hundred five")]
    public void Locators_AreSaidInWords(string locator, string spoken) => Assert.Equal(spoken, LocatorSpeech.Speak(locator));

    [Fact]
    public void Speak_NeverFails_OnBrokenMathematics()
    {
        foreach (var broken in new[] { "$\\frac{$", "$x^$", "$\\$", "$" + new string('{', 500) + "$", "$^_^_$", "$$$$" })
        {
            Assert.NotNull(Verbalizer.Speak(broken, BlockKind.Prose));
        }
    }
}
