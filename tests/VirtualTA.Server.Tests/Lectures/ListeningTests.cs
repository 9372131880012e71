using System.Text.Json;
using VirtualTA.Audio.Opus;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>In what form the voice of a room reaches the devices that listen.</summary>
public sealed class ListeningTests
{
    private static readonly int Seconds = 10; // of speech: 100 words

    [OpusFact]
    public async Task Phones_GetOpus_MadeOnceForAll_AndTheOthersPcm()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        await using var projector = await server.JoinAsync(room.Projector, listens: true);
        await using var ana = await JoinAsync(server, room, takesOpus: true);
        await using var ben = await JoinAsync(server, room, takesOpus: true);
        await using var old = await JoinAsync(server, room, takesOpus: false);
        await SpeakAsync(server, room);

        var (pcm, packets) = (await SoundAsync(projector), await SoundAsync(ana));
        Assert.Empty(pcm.Packets);
        Assert.Equal(Seconds * 32_000, pcm.Bytes);
        Assert.Equal(pcm.Bytes, (await SoundAsync(old)).Bytes);
        Assert.Equal(0, packets.Bytes);
        Assert.Equal(packets.Packets, (await SoundAsync(ben)).Packets);
        Assert.InRange(packets.Packets.Count, Seconds * 50, (Seconds * 50) + 2); // the encoder's delay is let out at the end
        Assert.InRange(packets.Packets.Sum(packet => Convert.FromBase64String(packet).Length), 1, Seconds * 3_200);
        Assert.Equal(pcm.Words, packets.Words);
    }

    [Fact]
    public async Task Phones_GetPcm_WhereTheServerIsSetTo()
    {
        await using var server = new LectureServer(("Lectures:Audio", "Pcm"));
        var room = await server.OpenAsync();
        await using var ana = await JoinAsync(server, room, takesOpus: true);
        await SpeakAsync(server, room);

        var sound = await SoundAsync(ana);
        Assert.Empty(sound.Packets);
        Assert.Equal(Seconds * 32_000, sound.Bytes);
    }

    private static async Task<LectureClient> JoinAsync(LectureServer server, LectureRoomLinks room, bool takesOpus)
    {
        var client = await LectureClient.ConnectAsync(server.HubAddress);
        await client.DoneAsync("Join", new { token = await server.StudentTokenAsync(room.Code), listens = true, takesOpus });
        return client;
    }

    private static async Task SpeakAsync(LectureServer server, LectureRoomLinks room)
    {
        server.Answerer.OnAnswer = (_, _) => FakeAnswerer.Say(string.Join(' ', Enumerable.Repeat("word", Seconds * 10)));
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await lecturer.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        while (await lecturer.NextAsync("turn") is var turn && turn.GetProperty("event").GetProperty("type").GetString() != "turnEnded")
        {
            server.Time.Advance(TimeSpan.FromSeconds(1)); // sound is held back to the clock
        }
    }

    private static async Task<(int Bytes, List<string> Packets, int Words)> SoundAsync(LectureClient client)
    {
        var (bytes, packets, words) = (0, new List<string>(), 0);
        while (await client.NextAsync("turn") is var turn && turn.GetProperty("event") is var step && step.GetProperty("type").GetString() != "turnEnded")
        {
            if (step.GetProperty("type").GetString() == "audioChunk")
            {
                bytes += Convert.FromBase64String(step.GetProperty("pcm").GetString()!).Length;
                words += step.GetProperty("words").GetArrayLength();
                packets.AddRange(turn.TryGetProperty("opus", out var opus) && opus.ValueKind == JsonValueKind.Array ? opus.EnumerateArray().Select(packet => packet.GetString()!) : []);
            }
        }

        return (bytes, packets, words);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OpusFactAttribute : FactAttribute
    {
        public OpusFactAttribute() => Skip = OpusEncoder.IsAvailable ? null : "libopus is not installed (Debian: libopus0).";
    }
}
