using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Text;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Text;

public class TrainingTextTests
{
    private static readonly Lazy<TextFrontEnd> FrontEnd = new(() => new TextFrontEnd(Pronouncer.LoadDefault()));

    [Fact]
    public void Export_UsesTheNamedColumns_AndLeavesOutWhatCannotBeSaid()
    {
        StringWriter output = new();
        (int written, int empty) = TrainingText.Export(
            new StringReader("utt\tspeaker\ttext\nu1\ts\tHello, 5 ms.\nu2\ts\t...\n"), output, FrontEnd.Value);

        Assert.Equal((1, 1), (written, empty));
        Assert.Equal($"{TrainingText.Header}\nu1\tHH AH0 L OW1 , F AY1 V | M IH1 L AH0 S EH2 K AH0 N D Z .\thello | five milliseconds\n", output.ToString().Replace("Hello", "hello", StringComparison.Ordinal));
    }

    [Fact]
    public void Export_TakesTablesWithoutHeader_AndNamesABadLine()
    {
        StringWriter output = new();
        TrainingText.Export(new StringReader("a\tyes\n"), output, FrontEnd.Value);

        Assert.EndsWith("a\tY EH1 S .\tyes\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Line 1", Assert.Throws<FormatException>(() => TrainingText.Export(new StringReader("alone\n"), TextWriter.Null, FrontEnd.Value)).Message, StringComparison.Ordinal);
    }
}
