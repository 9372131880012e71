using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace VirtualTA.Benchmarks.Lectures;

/// <summary>A device of a lecture that speaks the hub's protocol with little work of its own, so that a thousand fit beside the server.</summary>
internal sealed class LectureSocket : IAsyncDisposable
{
    private const byte RecordEnd = 0x1E;

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Action<ReadOnlyMemory<byte>> _heard;
    private Task _receiving = Task.CompletedTask;
    private int _lastCall;

    /// <param name="heard">Given every event as it came, in JSON.</param>
    public LectureSocket(Action<ReadOnlyMemory<byte>> heard) => _heard = heard;

    public bool IsOpen => _socket.State == WebSocketState.Open;

    public async Task ConnectAsync(Uri server)
    {
        await _socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub/lecture" }.Uri, CancellationToken.None);
        await SendAsync("""{"protocol":"json","version":1}""");
        _receiving = ReceiveAsync();
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <returns>Its reply and how long it took.</returns>
    public async Task<(JsonElement Reply, TimeSpan Took)> CallAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var done = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = done;
        var began = Stopwatch.GetTimestamp();
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        var reply = await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return (reply, Stopwatch.GetElapsedTime(began));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(string record)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(record), RecordEnd];
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        var records = new ArrayBufferWriter<byte>(16 * 1024);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(records.GetMemory(8 * 1024), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                records.Advance(received.Count);
                Split(records);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over; whoever waits is told below.
        }

        foreach (var call in _calls.Values)
        {
            call.TrySetException(new IOException("The server has closed the connection."));
        }
    }

    private void Split(ArrayBufferWriter<byte> records)
    {
        var start = 0;
        for (var end = records.WrittenSpan.IndexOf(RecordEnd); end >= 0;)
        {
            Take(records.WrittenMemory.Slice(start, end));
            start += end + 1;
            end = records.WrittenSpan[start..].IndexOf(RecordEnd);
        }

        if (start > 0)
        {
            var rest = records.WrittenSpan[start..].ToArray();
            records.ResetWrittenCount();
            records.Write(rest);
        }
    }

    private void Take(ReadOnlyMemory<byte> record)
    {
        if (record.Span.StartsWith("{\"type\":1,"u8))
        {
            _heard(record);
        }
        else if (record.Span.StartsWith("{\"type\":3,"u8))
        {
            using var completion = JsonDocument.Parse(record);
            var root = completion.RootElement;
            if (_calls.TryRemove(root.GetProperty("invocationId").GetString()!, out var call))
            {
                call.TrySetResult(root.TryGetProperty("result", out var result) ? result.Clone() : root.Clone());
            }
        }
    }
}
