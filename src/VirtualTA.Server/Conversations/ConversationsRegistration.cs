using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Listening;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Latency;

namespace VirtualTA.Server.Conversations;

internal static class ConversationsRegistration
{
    /// <summary>A frame of 100 ms is 4.3 kB as base64; the rest is room for typed questions and careless clients, who get a notice.</summary>
    private const long MaximumMessageBytes = 256 * 1024;

    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services
            .AddOptionsOf<TurnOptions>("Turns")
            .AddOptionsOf<TurnBudgetOptions>("Turns:Budget")
            .AddOptionsOf<ConversationOptions>("Conversations")
            .AddOptionsOf<ListeningOptions>("Listening")
            .AddOptionsOf<EndOfTurnOptions>("Listening:EndOfTurn") // the parts by themselves, so that their ranges are checked too
            .AddOptionsOf<BargeInOptions>("Listening:BargeIn")
            .AddOptionsOf<LimitOptions>("Limits")
            .AddSingleton(CreateEngines)
            .AddSingleton(CreateRegistry)
            .AddSingleton<CallerLimits>()
            .AddSingleton<QuestionReader>()
            .AddSingleton<QuestionDesk>()
            .AddHostedService<ApologyWarmer>()
            .AddHostedService<ConversationJournal>();
        services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MaximumMessageBytes;
                hub.MaximumParallelInvocationsPerClient = 8; // a second question must reach its refusal, not wait for the first
            })
            .AddJsonProtocol(json => TurnEventJson.Configure(json.PayloadSerializerOptions));
        return services;
    }

    private static TurnEngines CreateEngines(IServiceProvider provider)
    {
        var recognizer = provider.GetRequiredService<EngineChoice<ISpeechRecognizer>>();
        var synthesizer = provider.GetRequiredService<EngineChoice<ISpeechSynthesizer>>();
        return new TurnEngines(provider.GetRequiredService<IAnswerer>())
        {
            Recognizer = recognizer.Engine,
            RecognizerRemedy = recognizer.Remedy ?? "",
            Synthesizer = synthesizer.Engine is { } voice
                ? new MeasuredSynthesizer(voice, provider.GetRequiredService<SpeechInstruments>(), provider.GetRequiredService<TimeProvider>())
                : null,
            SynthesizerRemedy = synthesizer.Remedy ?? "",
        };
    }

    private static ConversationRegistry CreateRegistry(IServiceProvider provider) => new(
        provider.GetRequiredService<TurnEngines>(),
        provider.GetRequiredService<IOptions<TurnOptions>>().Value,
        provider.GetRequiredService<IOptions<ConversationOptions>>().Value,
        provider.GetRequiredService<TimeProvider>());
}
