using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace VirtualTA.Server.Telemetry;

/// <summary>Where spans and instruments are sent, in OpenTelemetry's protocol. Off without an endpoint.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The collector, for instance <c>http://localhost:4318</c>; null for the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or nothing.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>How the collector is spoken to. With <see cref="OtlpExportProtocol.HttpProtobuf"/>, <c>/v1/traces</c> and <c>/v1/metrics</c> are appended to the endpoint.</summary>
    [EnumDataType(typeof(OtlpExportProtocol))]
    public OtlpExportProtocol Protocol { get; set; } = OtlpExportProtocol.HttpProtobuf;

    /// <summary>Headers of every request, as <c>name=value,name=value</c>; null for none.</summary>
    public string? Headers { get; set; }

    /// <summary>Name of this service among others of the collector.</summary>
    [Required]
    public string ServiceName { get; set; } = "virtualta";

    /// <summary>Time between two exports.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one export may take, the last one at the server's end included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);
}
