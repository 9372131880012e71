using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Stands between page and server and breaks once, when a chunk of sound is on its way.</summary>
internal sealed class Cable(int cutAtChunk)
{
    private int _chunks;

    public bool IsCut { get; private set; }

    public int Connections { get; private set; }

    public Task AttachAsync(IBrowserContext context) => context.RouteWebSocketAsync(url => url.Contains("/hub/ta", StringComparison.Ordinal), Connect);

    private void Connect(IWebSocketRoute page)
    {
        Connections++;
        var server = page.ConnectToServer();
        server.OnMessage(frame =>
        {
            if (!IsCut && frame.Text?.Contains("\"audioChunk\"", StringComparison.Ordinal) == true && ++_chunks == cutAtChunk)
            {
                IsCut = true;
                _ = server.CloseAsync();
                _ = page.CloseAsync();
            }
            else if (frame.Text is not null)
            {
                page.Send(frame.Text);
            }
        });
    }
}
