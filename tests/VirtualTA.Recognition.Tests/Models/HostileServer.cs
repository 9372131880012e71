using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VirtualTA.Recognition.Tests.Models;

/// <summary>What the server does with one request.</summary>
internal enum Manner
{
    Serve,
    Drop,
    DropAtOnce,
    Stall,
    Corrupt,
    IgnoreRange,
    WrongRange,
    Fail500,
    Fail404,
    LoginPage,
    Garbage,
    NoLength,
}

/// <summary>An HTTP server on the loopback interface that misbehaves as told, one manner a request, the last one for all that follow.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _content;
    private readonly Manner[] _manners;
    private readonly Task _serving;
    private int _requests;

    public HostileServer(byte[] content, params Manner[] manners)
    {
        (_content, _manners) = (content, manners);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Requests => _requests;

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/model.bin");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                answers.Add(AnswerAsync(client, _manners[Math.Min(_requests++, _manners.Length - 1)]));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(TcpClient client, Manner manner)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var start = await ReadRangeAsync(stream);
                await AnswerAsync(stream, manner, start);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The other side went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Manner manner, int? range)
    {
        switch (manner)
        {
            case Manner.DropAtOnce:
                return;
            case Manner.Fail500:
                await SendAsync(stream, "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            case Manner.Fail404:
                await SendAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            case Manner.LoginPage:
                await SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\nConnection: close\r\n\r\nplease login");
                return;
            case Manner.Garbage:
                await SendAsync(stream, "\0\0\x7FELF what is this\r\n\r\n");
                return;
        }

        var start = manner == Manner.IgnoreRange ? 0 : range ?? 0;
        var isPartial = range is not null && manner != Manner.IgnoreRange;
        var claimed = manner == Manner.WrongRange ? 0 : start;
        var length = manner == Manner.NoLength ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {_content.Length - start}\r\n");
        await SendAsync(stream, isPartial
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 206 Partial\r\nContent-Range: bytes {claimed}-{_content.Length - 1}/{_content.Length}\r\n{length}Connection: close\r\n\r\n")
            : $"HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n");
        var body = _content.AsMemory(start).ToArray();
        if (manner == Manner.Corrupt)
        {
            body[body.Length / 2] ^= 4;
        }

        var sent = manner is Manner.Drop or Manner.Stall ? body.Length / 2 : body.Length;
        await stream.WriteAsync(body.AsMemory(0, sent), _stop.Token);
        if (manner == Manner.Stall)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }

    private async Task<int?> ReadRangeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        int? start = null;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
            {
                start = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }
        }

        return start;
    }

    private async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
}
