using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Stands between page and server and breaks once, in place of a message from the server.</summary>
/// <param name="content">What that message holds.</param>
/// <param name="count">How many such messages there must be: the one that is lost is the last of them.</param>
internal sealed class Cable(string content, int count = 1)
{
    private int _messages;

    public bool IsCut { get; private set; }

    public int Connections { get; private set; }

    public Task AttachAsync(IBrowserContext context) => context.RouteWebSocketAsync(url => url.Contains("/hub/ta", StringComparison.Ordinal), Connect);

    private void Connect(IWebSocketRoute page)
    {
        Connections++;
        var server = page.ConnectToServer();
        server.OnMessage(frame =>
        {
            if (!IsCut && frame.Text?.Contains(content, StringComparison.Ordinal) == true && ++_messages == count)
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
