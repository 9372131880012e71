using System.Diagnostics.Tracing;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Telemetry;

/// <summary>Tells the operator once that nothing arrives at the collector; the exporter itself keeps silent about it.</summary>
internal sealed class ExportFaults : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private readonly Uri _endpoint;
    private readonly ILogger _logger;
    private int _told;

    public ExportFaults(Uri endpoint, ILogger logger)
    {
        (_endpoint, _logger) = (endpoint, logger);

        // Sources that exist already were offered before these fields were set.
        foreach (var source in EventSource.GetSources())
        {
            Enable(source);
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource) => Enable(eventSource);

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_logger is not null && Interlocked.Exchange(ref _told, 1) == 0)
        {
            var details = string.Join("; ", eventData.Payload ?? Enumerable.Empty<object?>());
            _logger.TelemetryLost(_endpoint, details.Length > 300 ? details[..300] : details);
        }
    }

    private void Enable(EventSource source)
    {
        if (source.Name == Exporter)
        {
            EnableEvents(source, EventLevel.Error);
        }
    }
}
