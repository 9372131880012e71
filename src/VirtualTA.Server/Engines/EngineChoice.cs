namespace VirtualTA.Server.Engines;

/// <summary>An engine that may be usable on this machine.</summary>
/// <typeparam name="TEngine">Contract of the engine.</typeparam>
/// <param name="Name">Key by which the configuration may ask for it.</param>
/// <param name="TryCreate">Creates it; null if something it needs is missing.</param>
/// <param name="Remedy">What to install where it is missing.</param>
internal sealed record EngineCandidate<TEngine>(string Name, Func<TEngine?> TryCreate, string Remedy)
    where TEngine : class;

/// <summary>The engine in use, or why there is none.</summary>
/// <typeparam name="TEngine">Contract of the engine.</typeparam>
/// <param name="Engine">The engine; null if none is usable.</param>
/// <param name="Remedy">What to do about a missing engine; null if there is one.</param>
internal sealed record EngineChoice<TEngine>(TEngine? Engine, string? Remedy)
    where TEngine : class
{
    /// <summary>Takes the first candidate that is usable.</summary>
    /// <param name="candidates">Candidates, the best first.</param>
    /// <param name="wanted">Name of the one wanted; null for the best.</param>
    /// <param name="missing">What to say when there is no candidate at all.</param>
    public static EngineChoice<TEngine> Best(IReadOnlyList<EngineCandidate<TEngine>> candidates, string? wanted, string missing)
    {
        var considered = wanted is null ? candidates : [.. candidates.Where(candidate => candidate.Name == wanted)];
        foreach (var candidate in considered)
        {
            if (candidate.TryCreate() is { } engine)
            {
                return new EngineChoice<TEngine>(engine, null);
            }
        }

        if (considered.Count == 0 && wanted is not null)
        {
            missing = $"The configured engine '{wanted}' is not known. Known: {string.Join(", ", candidates.Select(candidate => candidate.Name))}.";
        }

        return new EngineChoice<TEngine>(null, considered.Count > 0 ? considered[^1].Remedy : missing);
    }
}
