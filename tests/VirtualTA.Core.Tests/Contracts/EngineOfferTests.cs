using VirtualTA.Core.Contracts;
using Xunit;

namespace VirtualTA.Core.Tests.Contracts;

public class EngineOfferTests
{
    private readonly List<string> _refused = [];

    [Fact]
    public void DamagedEngine_IsPassedOver_AndNamed()
    {
        EngineOffer<string>[] offers = [Damaged("first"), Missing("second"), Working("third")];
        Assert.Equal("third", offers.CreateBest(null, out var remedy, _refused.Add));
        Assert.Equal("", remedy);
        Assert.Equal("'first' cannot be used: first.bin is cut short.", Assert.Single(_refused));
    }

    [Fact]
    public void DamagedEngine_AskedForByName_SaysSo() =>
        Assert.Throws<FormatException>(() => new[] { Damaged("first"), Working("second") }.CreateBest("first", out _, _refused.Add));

    [Fact]
    public void WhereEveryEngineIsDamaged_TheRemedyNamesTheFault()
    {
        Assert.Null(new[] { Damaged("first"), Missing("second") }.CreateBest(null, out var remedy, _refused.Add));
        Assert.Contains("first.bin is cut short", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingAndUnknownEngines_GiveTheirRemedy()
    {
        Assert.Null(new[] { Missing("first") }.CreateBest(null, out var remedy));
        Assert.Equal("Install first.", remedy);
        Assert.Null(new[] { Working("first") }.CreateBest("other", out remedy));
        Assert.Contains("Known: first.", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultsOfTheProgram_AreNotTakenForDamage() =>
        Assert.Throws<InvalidOperationException>(() =>
            new[] { new EngineOffer<string>("first", "", null, static () => throw new InvalidOperationException()), Working("second") }.CreateBest(null, out _));

    private static EngineOffer<string> Working(string name) => new(name, "", null, () => name);

    private static EngineOffer<string> Missing(string name) => new(name, "", $"Install {name}.", static () => throw new InvalidOperationException());

    private static EngineOffer<string> Damaged(string name) => new(name, "", null, () => throw new FormatException($"{name}.bin is cut short."));
}
