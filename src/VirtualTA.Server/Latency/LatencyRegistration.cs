namespace VirtualTA.Server.Latency;

internal static class LatencyRegistration
{
    public static IServiceCollection AddLatency(this IServiceCollection services) => services
        .AddSingleton<SpeechInstruments>()
        .AddHostedService<TurnInstruments>()
        .AddHostedService<ListeningInstruments>()
        .AddSingleton<LatencyJournal>()
        .AddHostedService(provider => provider.GetRequiredService<LatencyJournal>());

    /// <summary><c>GET /api/latency?after=N</c>: the turns since N; a turn appears again once its first audible sample is known.</summary>
    public static void MapLatency(this WebApplication app) =>
        app.MapGet("/api/latency", (LatencyJournal journal, long after = 0) => journal.After(after));
}
