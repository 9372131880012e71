namespace VirtualTA.Core.Contracts;

/// <summary>An engine that can be had, or could be had if something were installed.</summary>
/// <typeparam name="TEngine">Contract of the engine.</typeparam>
/// <param name="Name">Key by which it can be asked for.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Remedy">What to install where it cannot be used; null if it can.</param>
/// <param name="Create">Creates it; only called where there is no remedy to follow first.</param>
public sealed record EngineOffer<TEngine>(string Name, string Description, string? Remedy, Func<TEngine> Create)
    where TEngine : class
{
    /// <summary>Whether it can be used now.</summary>
    public bool IsAvailable => Remedy is null;
}

/// <summary>Choice among offers.</summary>
public static class EngineOffers
{
    /// <summary>The first usable engine, or null.</summary>
    /// <param name="offers">Offers, the best first.</param>
    /// <param name="wanted">Name of the one wanted; null for the best.</param>
    /// <param name="remedy">What to do where none is usable; otherwise empty.</param>
    public static TEngine? CreateBest<TEngine>(this IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted, out string remedy)
        where TEngine : class
    {
        ArgumentNullException.ThrowIfNull(offers);
        var considered = wanted is null ? offers : [.. offers.Where(offer => offer.Name == wanted)];
        if (considered.FirstOrDefault(offer => offer.IsAvailable) is { } best)
        {
            remedy = "";
            return best.Create();
        }

        remedy = considered.Count > 0
            ? considered[^1].Remedy!
            : $"There is no engine '{wanted}'. Known: {string.Join(", ", offers.Select(offer => offer.Name))}.";
        return null;
    }
}
