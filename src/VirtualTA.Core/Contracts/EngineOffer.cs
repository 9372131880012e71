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
    /// <summary>Whether an engine could not be loaded because its files are damaged, missing or unreadable.</summary>
    public static bool IsDamage(Exception exception) => exception is FormatException or IOException or UnauthorizedAccessException;

    /// <summary>One line for people about an engine that could not be loaded.</summary>
    public static string Fault(string name, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return $"'{name}' cannot be used: {exception.Message}";
    }

    /// <summary>The first engine that is usable and loads, or null. One whose files turn out to be damaged or unreadable is passed over, unless it was asked for by name.</summary>
    /// <param name="offers">Offers, the best first.</param>
    /// <param name="wanted">Name of the one wanted; null for the best.</param>
    /// <param name="remedy">What to do where none is usable; otherwise empty.</param>
    /// <param name="refused">Told of every engine that was passed over, and why.</param>
    public static TEngine? CreateBest<TEngine>(
        this IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted, out string remedy, Action<string>? refused = null)
        where TEngine : class
    {
        ArgumentNullException.ThrowIfNull(offers);
        var considered = wanted is null ? offers : [.. offers.Where(offer => offer.Name == wanted)];
        var fault = "";
        foreach (var offer in considered.Where(offer => offer.IsAvailable))
        {
            try
            {
                var engine = offer.Create();
                remedy = "";
                return engine;
            }
            catch (Exception exception) when (wanted is null && IsDamage(exception))
            {
                fault = Fault(offer.Name, exception);
                refused?.Invoke(fault);
            }
        }

        remedy = fault.Length > 0 ? fault
            : considered.Count > 0 ? considered[^1].Remedy!
            : $"There is no engine '{wanted}'. Known: {string.Join(", ", offers.Select(offer => offer.Name))}.";
        return null;
    }
}
