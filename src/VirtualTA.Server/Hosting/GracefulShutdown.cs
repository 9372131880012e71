using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Hosting;

/// <summary>How the server goes down.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>How long running answers may take to finish.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long connections stay open after the last answer, so that its last words reach the client.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan LastWords { get; set; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>Lets running answers finish before connections are closed; new questions are refused meanwhile.</summary>
internal sealed class ConversationDrain(
    ConversationRegistry conversations, IOptions<ShutdownOptions> options, TimeProvider time, ILogger<ConversationDrain> logger)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var answers = conversations.LiveTurns;
        using var patience = new CancellationTokenSource(options.Value.Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        if (answers > 0)
        {
            logger.Draining(answers);
        }

        try
        {
            await conversations.DrainAsync(waiting.Token);
            await Task.Delay(answers > 0 ? options.Value.LastWords : TimeSpan.Zero, time, waiting.Token);
        }
        catch (OperationCanceledException)
        {
            logger.DrainGaveUp(conversations.LiveTurns);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>
/// Reacts to Ctrl+C and to the service manager. The framework's own lifetime announces the stop first, upon which SignalR
/// closes every connection at once; this one drains first. A second signal stops at once.
/// </summary>
internal sealed class DrainingLifetime(IServiceProvider services, IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = StopAfterDrainAsync(isFirst: Interlocked.Increment(ref _received) == 1);
    }

    private async Task StopAfterDrainAsync(bool isFirst)
    {
        await Task.Yield();
        try
        {
            if (isFirst)
            {
                // Resolved late: the drain needs the whole conversation machinery, the lifetime is built before it.
                var drain = services.GetServices<IHostedService>().OfType<ConversationDrain>().Single();
                await drain.StoppingAsync(CancellationToken.None);
            }
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
