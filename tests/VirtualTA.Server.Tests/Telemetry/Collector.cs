using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace VirtualTA.Server.Tests.Telemetry;

/// <summary>A collector of OpenTelemetry's protocol over HTTP, on a free port: keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? Type, string? Key, byte[] Body)> _received = new();

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{signal}", async (HttpContext call) =>
        {
            using var body = new MemoryStream();
            await call.Request.Body.CopyToAsync(body);
            _received.Enqueue((call.Request.Path, call.Request.ContentType, call.Request.Headers["key"], body.ToArray()));
            call.Response.ContentType = "application/x-protobuf"; // an empty message: all was taken
        });
    }

    public string Address => _app.Urls.Single();

    public IReadOnlyCollection<(string Path, string? Type, string? Key, byte[] Body)> Received => _received;

    /// <summary>Everything that came, as text in which strings can be looked for.</summary>
    public string Text => string.Concat(_received.Select(one => Encoding.UTF8.GetString(one.Body)));

    /// <summary>Spans: 1 trace, 2 own key, 4 parent, 5 name, 9 attributes (1 key, 2 value, in which 1 is text).</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Spans => Messages("/v1/traces");

    /// <summary>Instruments: 1 name, 3 unit, 9 histogram (1 points, in which 4 is the count).</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Instruments => Messages("/v1/metrics");

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Both kinds of message nest alike: resource (1), scope (2), item (2).
    private IEnumerable<ReadOnlyMemory<byte>> Messages(string path) =>
        _received.Where(one => one.Path == path).SelectMany(one => new ReadOnlyMemory<byte>(one.Body).Find(1, 2, 2));
}
