using VirtualTA.Core.Contracts;
using Xunit;

namespace VirtualTA.Core.Tests.Contracts;

public sealed class EngineOffersTests
{
    private const string Experimental = "Its weights are marked experimental.";

    [Fact]
    public void AReservedEngine_IsPassedOver_WhileThereIsAnother()
    {
        var offers = Offers(("own", null, Experimental), ("other", null, null));

        Assert.Equal("other", offers.FindBest(null, out var reason)?.Name);
        Assert.Contains(Experimental, reason, StringComparison.Ordinal);
        Assert.Equal("other", offers.CreateBest(null, out var remedy));
        Assert.Equal("", remedy);
    }

    [Fact]
    public void AReservedEngine_IsTaken_WhenAskedFor_OrWhenNothingElseIsInstalled()
    {
        Assert.Equal("own", Offers(("own", null, Experimental), ("other", null, null)).FindBest("own", out _)?.Name);
        Assert.Equal("own", Offers(("own", null, Experimental), ("other", "Install it.", null)).FindBest(null, out var reason)?.Name);
        Assert.StartsWith("Nothing else is installed.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAReservation_TheFirstUsableIsTaken()
    {
        Assert.Equal("own", Offers(("own", null, null), ("other", null, null)).FindBest(null, out _)?.Name);
        Assert.Equal("other", Offers(("own", "Train it.", null), ("other", null, null)).FindBest(null, out var reason)?.Name);
        Assert.Contains("Train it.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingIsUsable_TheRemedyIsGiven()
    {
        Assert.Null(Offers(("own", "Train it.", null), ("other", "Install it.", null)).FindBest(null, out var remedy));
        Assert.Equal("Install it.", remedy);
        Assert.Null(Offers(("own", null, null)).FindBest("loud", out remedy));
        Assert.Contains("own", remedy, StringComparison.Ordinal);
    }

    private static EngineOffer<string>[] Offers(params (string Name, string? Remedy, string? Reservation)[] offers) =>
        [.. offers.Select(offer => new EngineOffer<string>(offer.Name, "", offer.Remedy, () => offer.Name) { Reservation = offer.Reservation })];
}
