using System.Net;
using System.Text;
using System.Text.Json;

namespace VirtualTA.Knowledge.Tests.Chat;

/// <summary>A local server that speaks the OpenAI protocol as badly as a test wants.</summary>
internal sealed class FakeOpenAiServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<FakeCall, Task> _answer;
    private readonly Task _loop;
    private int _calls;

    public FakeOpenAiServer(Func<FakeCall, Task> answer)
    {
        _answer = answer;
        (_listener, Endpoint) = Listen();
        _loop = ServeAsync();
    }

    public Uri Endpoint { get; }

    public int Calls => _calls;

    public string LastBody { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _loop;
    }

    private static (HttpListener, Uri) Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = Random.Shared.Next(20_000, 60_000);
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, new Uri($"http://127.0.0.1:{port}/v1"));
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                // The port is taken; try another.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            LastBody = await reader.ReadToEndAsync();
            var number = Interlocked.Increment(ref _calls);
            _ = AnswerAsync(new FakeCall(number, context));
        }
    }

    private async Task AnswerAsync(FakeCall call)
    {
        try
        {
            await _answer(call);
            call.Context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client has gone, which is what some tests are about.
        }
    }
}

/// <summary>One request to the fake server.</summary>
internal sealed record FakeCall(int Number, HttpListenerContext Context)
{
    public async Task WriteAsync(string text)
    {
        await Context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await Context.Response.OutputStream.FlushAsync();
    }

    public void Begin()
    {
        Context.Response.ContentType = "text/event-stream";
        Context.Response.SendChunked = true;
    }

    public Task DeltaAsync(string content) =>
        WriteAsync($$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"fake","choices":[{"index":0,"delta":{"role":"assistant","content":{{JsonSerializer.Serialize(content)}}},"finish_reason":null}]}""" + "\n\n");

    public Task FinishAsync() =>
        WriteAsync("""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"fake","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");

    public async Task SayAsync(params string[] pieces)
    {
        Begin();
        foreach (var piece in pieces)
        {
            await DeltaAsync(piece);
        }

        await FinishAsync();
    }

    public async Task FailAsync(int status, string body = "{\"error\":{\"message\":\"no\"}}")
    {
        Context.Response.StatusCode = status;
        await WriteAsync(body);
    }
}
