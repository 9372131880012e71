using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Conversations;

/// <summary>Speaks the apology of a full server beside its start, while there is time to.</summary>
internal sealed class ApologyWarmer(
    ConversationRegistry conversations, EngineChoice<ISpeechSynthesizer> synthesizer, ILogger<ApologyWarmer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (synthesizer.Engine is { } voice)
            {
                await conversations.Apology.PrepareAsync(voice, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.ApologyUnspoken(exception); // the refusal stays in writing
        }
    }
}
