using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Engines;

/// <summary>The engine in use, or why there is none.</summary>
/// <typeparam name="TEngine">Contract of the engine.</typeparam>
/// <param name="Engine">The engine; null if none is usable.</param>
/// <param name="Remedy">What to do about a missing engine; null if there is one.</param>
internal sealed record EngineChoice<TEngine>(TEngine? Engine, string? Remedy)
    where TEngine : class
{
    /// <summary>Why this engine and not a better one; null if there is none, or if <see cref="Refused"/> tells.</summary>
    public string? Reason { get; init; }

    /// <summary>Why better engines, or the one wanted, were passed over: damaged or unreadable files.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Takes the one wanted, or the best usable offer; where the files of that one are damaged, the next best, so that the server runs.</summary>
    public static EngineChoice<TEngine> Among(IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted)
    {
        var refused = new List<string>();
        try
        {
            return Of(offers.CreateBest(wanted, out var remedy, refused.Add), remedy);
        }
        catch (Exception exception) when (EngineOffers.IsDamage(exception))
        {
            refused.Add(EngineOffers.Fault(wanted!, exception));
            return Of(new List<EngineOffer<TEngine>>(offers.Where(offer => offer.Name != wanted)).CreateBest(null, out var remedy, refused.Add), remedy);
        }

        EngineChoice<TEngine> Of(TEngine? engine, string remedy) => new(engine, engine is null ? remedy : null)
        {
            Refused = refused,
            Reason = engine is not null && refused.Count == 0 && offers.FindBest(wanted, out var reason) is not null ? reason : null,
        };
    }
}
