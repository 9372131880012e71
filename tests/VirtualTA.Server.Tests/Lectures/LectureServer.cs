using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Server.Engines;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>The real server on real Kestrel with the demo course, fake engines, a clock that stands still, and a folder of its own.</summary>
internal sealed class LectureServer : WebApplicationFactory<TeachingAssistantHub>
{
    public const string Course = "speech-synthesis";
    private readonly (string Key, string Value)[] _settings;
    private readonly bool _ownsData;
    private readonly bool _isInRealTime;

    public LectureServer(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    public LectureServer(string? data, params (string Key, string Value)[] settings)
        : this(data, isInRealTime: false, settings)
    {
    }

    private LectureServer(string? data, bool isInRealTime, (string Key, string Value)[] settings)
    {
        _isInRealTime = isInRealTime;
        _settings = settings;
        _ownsData = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("virtualta-lectures-").FullName;
        UseKestrel(0);
        StartServer();
    }

    public string Data { get; }

    public FakeRecognizer Recognizer { get; } = new();

    public FakeAnswerer Answerer { get; } = new();

    public FakeSynthesizer Synthesizer { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>One of several servers on a database, each with a folder of its own, by the real clock.</summary>
    public static LectureServer OnDatabase(string database, params (string Key, string Value)[] settings) =>
        new(null, isInRealTime: true, [("Lectures:Database", database), .. settings]);

    public Uri Address => ClientOptions.BaseAddress;

    public Uri HubAddress => new UriBuilder(Address) { Scheme = "ws", Path = "/hub/lecture" }.Uri;

    public HttpClient Http() => new() { BaseAddress = Address };

    public async Task<LectureRoomLinks> OpenAsync(object? wish = null)
    {
        using var http = Http();
        using var response = await http.PostAsJsonAsync("/api/lectures", wish ?? new { title = "Acoustics 3", course = Course });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        return new LectureRoomLinks(
            body.GetProperty("room").GetString()!,
            body.GetProperty("code").GetString()!,
            body.GetProperty("lecturerToken").GetString()!,
            body.GetProperty("projectorToken").GetString()!);
    }

    public async Task<string> StudentTokenAsync(string code)
    {
        using var http = Http();
        using var response = await http.PostAsync($"/api/lectures/codes/{code}/join", null);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public async Task<LectureClient> JoinAsync(string token, bool listens = false)
    {
        var client = await LectureClient.ConnectAsync(HubAddress);
        await client.DoneAsync("Join", new { token, listens });
        await client.NextAsync("snapshot");
        return client;
    }

    public async Task<LectureClient> JoinStudentAsync(string code, bool listens = false) =>
        await JoinAsync(await StudentTokenAsync(code), listens);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Courses:DataDirectory", Data);
        builder.UseSetting("Lectures:QueueInterval", "00:00:00");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => services
            .Replace(ServiceDescriptor.Singleton(_isInRealTime ? TimeProvider.System : Time))
            .Replace(ServiceDescriptor.Singleton<IAnswerer>(provider =>
                new ApprovingAnswerer(provider.GetRequiredService<ApprovedAnswers>(), Answerer)))
            .Replace(ServiceDescriptor.Singleton(new EngineChoice<ISpeechRecognizer>(Recognizer, null)))
            .Replace(ServiceDescriptor.Singleton(new EngineChoice<ISpeechSynthesizer>(Synthesizer, null))));
    }
}

/// <summary>What opening a room gave.</summary>
internal sealed record LectureRoomLinks(string Room, string Code, string Lecturer, string Projector);
