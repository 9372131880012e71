using System.Diagnostics;
using VirtualTA.Core.Contracts;
using VirtualTA.Server.Hosting;
using VirtualTA.Synthesis;

namespace VirtualTA.Server.Engines;

/// <summary>Prepares every voice engine beside the server's start, so that a voice never used before speaks as soon as any other.</summary>
internal sealed class VoicePreparer(EngineChoice<ISpeechSynthesizer> synthesizer, TimeProvider time, ILogger<VoicePreparer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => synthesizer.Engine is { } voice
        ? Task.Run(() => PrepareAsync(voice, stoppingToken), stoppingToken)
        : Task.CompletedTask;

    private async Task PrepareAsync(ISpeechSynthesizer voice, CancellationToken stoppingToken)
    {
        try
        {
            var started = time.GetTimestamp();
            await voice.PrepareAsync(stoppingToken);
            logger.VoicesPrepared((long)time.GetElapsedTime(started).TotalMilliseconds, (long)(time.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalMilliseconds);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.VoicesUnprepared(exception); // whoever asks for a voice is told, or waits a little longer
        }
    }
}
