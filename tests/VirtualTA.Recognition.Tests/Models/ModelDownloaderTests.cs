using System.Security.Cryptography;
using VirtualTA.Recognition.Models;

namespace VirtualTA.Recognition.Tests.Models;

public sealed class ModelDownloaderTests : IDisposable
{
    private static readonly byte[] Content = MakeContent();
    private static readonly ModelDownloadOptions Impatient = new() { StallTimeout = TimeSpan.FromMilliseconds(300), Pause = TimeSpan.Zero, FruitlessAttempts = 3 };
    private readonly string _folder = Directory.CreateTempSubdirectory("models").FullName;
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(new[] { Manner.Serve }, 1)]
    [InlineData(new[] { Manner.Drop, Manner.Serve }, 2)]
    [InlineData(new[] { Manner.Drop, Manner.Drop, Manner.DropAtOnce, Manner.Drop, Manner.Serve }, 5)]
    [InlineData(new[] { Manner.Stall, Manner.Serve }, 2)]
    [InlineData(new[] { Manner.Corrupt, Manner.Serve }, 2)]
    [InlineData(new[] { Manner.Drop, Manner.IgnoreRange }, 2)]
    [InlineData(new[] { Manner.Drop, Manner.WrongRange, Manner.Serve }, 3)]
    [InlineData(new[] { Manner.Fail500, Manner.Serve }, 2)]
    [InlineData(new[] { Manner.Garbage, Manner.Serve }, 2)]
    [InlineData(new[] { Manner.NoLength }, 1)]
    internal async Task Pull_EndsWithTheVerifiedFile_WhenTheServerRecovers(Manner[] manners, int requests)
    {
        using var server = new HostileServer(Content, manners);
        var entry = Entry(server);
        var path = await Downloader().PullAsync(entry, _folder, null, default);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal(requests, server.Requests);
    }

    [Theory]
    [InlineData(new[] { Manner.DropAtOnce }, "No connection")]
    [InlineData(new[] { Manner.Corrupt }, "checksum")]
    [InlineData(new[] { Manner.Fail404 }, "404")]
    [InlineData(new[] { Manner.Fail500 }, "500")]
    [InlineData(new[] { Manner.LoginPage }, "12 bytes instead of")]
    [InlineData(new[] { Manner.Garbage }, "No connection")]
    [InlineData(new[] { Manner.Drop, Manner.Fail404 }, "404")]
    internal async Task Pull_EndsWithAClearError_AndNoFileInPlace_WhenTheServerDoesNot(Manner[] manners, string reason)
    {
        using var server = new HostileServer(Content, manners);
        var error = await Assert.ThrowsAsync<ModelDownloadException>(() => Downloader().PullAsync(Entry(server), _folder, null, default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("whisper-test", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "ggml-test.bin")));
    }

    [Fact]
    public async Task Pull_NeverPutsABadFileInPlace_WhateverTheServerDoes()
    {
        var random = new Random(4);
        for (var round = 0; round < 25; round++)
        {
            var manners = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Any(random)).ToArray();
            using var server = new HostileServer(Content, manners);
            var path = Path.Combine(_folder, "ggml-test.bin");
            File.Delete(path);
            try
            {
                await Downloader().PullAsync(Entry(server), _folder, null, default);
            }
            catch (ModelDownloadException)
            {
                Assert.False(File.Exists(path));
                continue;
            }

            Assert.Equal(Content, await File.ReadAllBytesAsync(path));
        }
    }

    [Fact]
    public async Task Pull_GoesOnWhereAnEarlierRunStopped()
    {
        using (var cut = new HostileServer(Content, Manner.Drop, Manner.Fail404))
        {
            await Assert.ThrowsAsync<ModelDownloadException>(() => Downloader().PullAsync(Entry(cut), _folder, null, default));
        }

        using var server = new HostileServer(Content, Manner.Serve);
        var seen = new Seen();
        await Downloader().PullAsync(Entry(server), _folder, seen, default);
        Assert.All(seen.Values, static bytes => Assert.True(bytes > Content.Length / 2));
        Assert.Equal(Content.Length, seen.Values[^1]);
    }

    [Fact]
    public async Task Pull_DoesNotAskTheServer_WhenTheFileIsThere()
    {
        using var server = new HostileServer(Content, Manner.Fail404);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "ggml-test.bin"), Content);
        await Downloader().PullAsync(Entry(server), _folder, null, default);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Pull_ReplacesADamagedFile()
    {
        using var server = new HostileServer(Content, Manner.Serve);
        var path = Path.Combine(_folder, "ggml-test.bin");
        await File.WriteAllBytesAsync(path, new byte[Content.Length]);
        Assert.False(await ModelDownloader.IsIntactAsync(path, Entry(server), default));
        await Downloader().PullAsync(Entry(server), _folder, null, default);
        Assert.True(await ModelDownloader.IsIntactAsync(path, Entry(server), default));
    }

    [Fact]
    public async Task Pull_SaysWhatToDo_WhenNobodyAnswers()
    {
        Uri gone;
        using (var server = new HostileServer(Content, Manner.Serve))
        {
            gone = server.Address;
        }

        var error = await Assert.ThrowsAsync<ModelDownloadException>(() => Downloader().PullAsync(Entry(gone), _folder, null, default));
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.Contains("VIRTUALTA_MODELS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_RefusesToRunTwiceOnOneFile()
    {
        using var server = new HostileServer(Content, Manner.Serve);
        await using var other = new FileStream(Path.Combine(_folder, "ggml-test.bin.part"), FileMode.Create, FileAccess.Write, FileShare.None);
        var error = await Assert.ThrowsAsync<ModelDownloadException>(() => Downloader().PullAsync(Entry(server), _folder, null, default));
        Assert.Contains("another download", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_IsComplete()
    {
        Assert.Equal(20, ModelManifest.Entries.Count);
        Assert.All(ModelManifest.Entries, static entry =>
        {
            Assert.Equal(64, entry.Sha256.Length);
            Assert.Equal("https", entry.Address.Scheme);
            Assert.Contains(entry.Revision, entry.Address.AbsolutePath, StringComparison.Ordinal);
            Assert.EndsWith(entry.FileName, entry.Address.AbsolutePath, StringComparison.Ordinal);
            Assert.True(entry.Bytes > 30_000_000);
        });
        Assert.Equal("ggml-tiny.en.bin", ModelManifest.Find("tiny.en")?.FileName);
        Assert.Null(ModelManifest.Find("enormous"));
    }

    private static Manner Any(Random random)
    {
        Manner[] quick = [Manner.Serve, Manner.Drop, Manner.DropAtOnce, Manner.Corrupt, Manner.IgnoreRange, Manner.WrongRange, Manner.Fail500, Manner.LoginPage, Manner.Garbage, Manner.NoLength];
        return quick[random.Next(quick.Length)];
    }

    private static byte[] MakeContent()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static ModelEntry Entry(HostileServer server) => Entry(server.Address);

    private static ModelEntry Entry(Uri address) =>
        new("whisper-test", "ggml-test.bin", address, "1", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), "MIT");

    private ModelDownloader Downloader() => new(_client, TimeProvider.System, Impatient);

    private sealed class Seen : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
