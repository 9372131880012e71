using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Engines;

/// <summary>The engine in use, or why there is none.</summary>
/// <typeparam name="TEngine">Contract of the engine.</typeparam>
/// <param name="Engine">The engine; null if none is usable.</param>
/// <param name="Remedy">What to do about a missing engine; null if there is one.</param>
internal sealed record EngineChoice<TEngine>(TEngine? Engine, string? Remedy)
    where TEngine : class
{
    /// <summary>Takes the best usable offer, or the one wanted.</summary>
    public static EngineChoice<TEngine> Among(IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted)
    {
        var engine = offers.CreateBest(wanted, out var remedy);
        return new EngineChoice<TEngine>(engine, engine is null ? remedy : null);
    }
}
