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

    /// <summary>Why it is left for those who ask for it by name, a sentence; null if it may be the default.</summary>
    public string? Reservation { get; init; }
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
        var considered = Considered(offers, wanted);
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

    /// <summary>The offer that <see cref="CreateBest"/> tries first, without creating anything; null where none is usable.</summary>
    /// <param name="offers">Offers, the best first.</param>
    /// <param name="wanted">Name of the one wanted; null for the best.</param>
    /// <param name="explanation">Why this one; or what to do where none is usable.</param>
    public static EngineOffer<TEngine>? FindBest<TEngine>(this IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted, out string explanation)
        where TEngine : class
    {
        ArgumentNullException.ThrowIfNull(offers);
        var considered = Considered(offers, wanted);
        var best = considered.FirstOrDefault(static offer => offer.IsAvailable);
        explanation = best is not null ? Explain(offers, best, wanted)
            : considered.Count > 0 ? considered[^1].Remedy!
            : $"There is no engine '{wanted}'. Known: {string.Join(", ", offers.Select(static offer => offer.Name))}.";
        return best;
    }

    // Engines with a reservation come after those without.
    private static IReadOnlyList<EngineOffer<TEngine>> Considered<TEngine>(IReadOnlyList<EngineOffer<TEngine>> offers, string? wanted)
        where TEngine : class => wanted is null
            ? [.. offers.OrderBy(static offer => offer is { IsAvailable: true, Reservation: not null } ? 1 : 0)]
            : [.. offers.Where(offer => offer.Name == wanted)];

    private static string Explain<TEngine>(IReadOnlyList<EngineOffer<TEngine>> offers, EngineOffer<TEngine> best, string? wanted)
        where TEngine : class
    {
        if (wanted is not null)
        {
            return "It was asked for by name.";
        }

        if (best.Reservation is not null)
        {
            return $"Nothing else is installed. {best.Reservation}";
        }

        var passedOver = offers.TakeWhile(offer => offer != best).Select(static offer => $"'{offer.Name}' is not the default: {offer.Remedy ?? offer.Reservation}").ToArray();
        return passedOver.Length > 0 ? string.Join(' ', passedOver) : "It is the best one there is.";
    }
}
