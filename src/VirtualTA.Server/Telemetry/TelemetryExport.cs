using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Latency;

namespace VirtualTA.Server.Telemetry;

/// <summary>Sends spans and instruments to a collector while the server runs, and what is left when it ends.</summary>
/// <remarks>A collector that is away costs nothing but its data: turns never wait for an export.</remarks>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, IConfiguration configuration, ILogger<TelemetryExport> logger)
    : IHostedService, IDisposable
{
    private const string StandardSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Memory, collections and threads of the process, under the names that .NET gives them.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private readonly TelemetryOptions _options = options.Value;
    private TracerProvider? _spans;
    private MeterProvider? _instruments;
    private ExportFaults? _faults;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (FindEndpoint() is { } endpoint)
        {
            _faults = new ExportFaults(endpoint, logger);
            var resource = ResourceBuilder.CreateDefault().AddService(_options.ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
            _spans = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(TurnInstruments.Name)
                .AddOtlpExporter(export => Configure(export, endpoint, "v1/traces"))
                .Build();
            _instruments = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(TurnInstruments.Name, RuntimeMeter)
                .AddOtlpExporter((export, reader) =>
                {
                    Configure(export, endpoint, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = Milliseconds(_options.Interval);
                    reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = Milliseconds(_options.Timeout);
                })
                .Build();
            logger.TelemetrySent(endpoint, _options.Protocol.ToString());
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _spans?.Shutdown(Milliseconds(_options.Timeout));
        _instruments?.Shutdown(Milliseconds(_options.Timeout));
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _spans?.Dispose();
        _instruments?.Dispose();
        _faults?.Dispose();
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    /// <exception cref="OptionsValidationException">The endpoint is no address of a collector.</exception>
    private Uri? FindEndpoint()
    {
        var standard = configuration[StandardSetting];
        var endpoint = _options.Endpoint ?? (string.IsNullOrWhiteSpace(standard) ? null : new Uri(standard, UriKind.RelativeOrAbsolute));
        return endpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? endpoint
            : throw new OptionsValidationException(
                nameof(TelemetryOptions),
                typeof(TelemetryOptions),
                [$"Telemetry:Endpoint (or {StandardSetting}) is '{endpoint}', which is no address of a collector. Give one with its scheme: http://localhost:4318"]);
    }

    private void Configure(OtlpExporterOptions export, Uri endpoint, string path)
    {
        export.Protocol = _options.Protocol;
        export.Endpoint = _options.Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path) : endpoint;
        export.Headers = _options.Headers ?? export.Headers;
        export.TimeoutMilliseconds = Milliseconds(_options.Timeout);
        export.BatchExportProcessorOptions.ScheduledDelayMilliseconds = Milliseconds(_options.Interval);
        export.BatchExportProcessorOptions.ExporterTimeoutMilliseconds = Milliseconds(_options.Timeout);
    }
}
