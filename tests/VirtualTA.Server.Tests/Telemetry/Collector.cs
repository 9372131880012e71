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
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _spans = new();
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _instruments = new();

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{signal}", async (HttpContext call) =>
        {
            using var body = new MemoryStream();
            await call.Request.Body.CopyToAsync(body);
            Take(call.Request, body.ToArray());
            call.Response.ContentType = "application/x-protobuf"; // an empty message: all was taken
        });
    }

    public string Address => _app.Urls.Single();

    public IReadOnlyCollection<(string Path, string? Type, string? Key, byte[] Body)> Received => _received;

    /// <summary>Everything that came, as text in which strings can be looked for.</summary>
    public string Text => string.Concat(_received.Select(one => Encoding.UTF8.GetString(one.Body)));

    /// <summary>Spans: 1 trace, 2 own key, 4 parent, 5 name, 9 attributes (1 key, 2 value, in which 1 is text).</summary>
    public IReadOnlyCollection<ReadOnlyMemory<byte>> Spans => _spans;

    /// <summary>Instruments: 1 name, 3 unit, 9 histogram (1 points, in which 4 is the count).</summary>
    public IReadOnlyCollection<ReadOnlyMemory<byte>> Instruments => _instruments;

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

    /// <summary>Looked into once, when it comes: who waits for something asks often.</summary>
    private void Take(HttpRequest request, byte[] body)
    {
        var kept = request.Path == "/v1/traces" ? _spans : _instruments;
        foreach (var item in new ReadOnlyMemory<byte>(body).Find(1, 2, 2)) // both kinds of message nest alike: resource, scope, item
        {
            kept.Enqueue(item);
        }

        _received.Enqueue((request.Path, request.ContentType, request.Headers["key"], body));
    }
}
