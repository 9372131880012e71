using System.Net.WebSockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;

namespace VirtualTA.Server.Tests;

/// <summary>The real server on real Kestrel and a free port, with fake engines and a clock that stands still.</summary>
internal sealed class HubServer : WebApplicationFactory<TeachingAssistantHub>
{
    private readonly (string Key, string Value)[] _settings;

    public HubServer(params (string Key, string Value)[] settings)
    {
        _settings = settings;
        UseKestrel(0);
        StartServer();
    }

    public FakeRecognizer Recognizer { get; } = new();

    public FakeAnswerer Answerer { get; } = new();

    public FakeSynthesizer Synthesizer { get; } = new();

    /// <summary>What the server wrote to its log.</summary>
    public LogLines Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public ConversationRegistry Conversations => Services.GetRequiredService<ConversationRegistry>();

    public Uri Address => ClientOptions.BaseAddress;

    public Task<HubClient> ConnectAsync() => HubClient.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/hub/ta" }.Uri);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => services
            .AddSingleton<ILoggerProvider>(Log)
            .Replace(ServiceDescriptor.Singleton<TimeProvider>(Time))
            .Replace(ServiceDescriptor.Singleton<ICourseLibrary>(new FakeCourseLibrary()))
            .Replace(ServiceDescriptor.Singleton<IAnswerer>(Answerer))
            .Replace(ServiceDescriptor.Singleton(new EngineChoice<ISpeechRecognizer>(Recognizer, null)))
            .Replace(ServiceDescriptor.Singleton(new EngineChoice<ISpeechSynthesizer>(Synthesizer, null))));
    }
}
