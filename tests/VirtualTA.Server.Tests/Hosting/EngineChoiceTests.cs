using VirtualTA.Core.Contracts;
using VirtualTA.Server.Engines;
using Xunit;

namespace VirtualTA.Server.Tests.Hosting;

public class EngineChoiceTests
{
    private static readonly EngineOffer<string>[] Offers =
    [
        new("whisper-base", "", null, static () => throw new FormatException("ggml-base.bin: the file is cut short.")),
        new("embedded", "", null, static () => "embedded"),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("whisper-base")]
    public void DamagedModel_LetsTheServerRunWithTheNextRecogniser_AndSaysSo(string? wanted)
    {
        var choice = EngineChoice<string>.Among(Offers, wanted);
        Assert.Equal("embedded", choice.Engine);
        Assert.Null(choice.Remedy);
        Assert.Equal("'whisper-base' cannot be used: ggml-base.bin: the file is cut short.", Assert.Single(choice.Refused));
    }

    [Fact]
    public void WhereOnlyADamagedModelIs_ThereIsNoEngine_ButARemedy()
    {
        var choice = EngineChoice<string>.Among(Offers[..1], null);
        Assert.Null(choice.Engine);
        Assert.Contains("cut short", choice.Remedy, StringComparison.Ordinal);
    }
}
