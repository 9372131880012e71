using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Telemetry;

internal static class TelemetryRegistration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddOptionsOf<TelemetryOptions>("Telemetry")
        .AddHostedService<TelemetryExport>();
}
