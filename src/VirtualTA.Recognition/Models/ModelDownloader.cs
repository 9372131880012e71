using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace VirtualTA.Recognition.Models;

/// <summary>Fetches models: goes on after cuts and stalls, checks length and checksum, and puts a file in place only when it is whole.</summary>
/// <param name="client">Its timeout should be infinite; stalls are watched here. It follows the proxy variables of the environment.</param>
/// <param name="clock">Time.</param>
/// <param name="options">Patience.</param>
public sealed class ModelDownloader(HttpClient client, TimeProvider clock, ModelDownloadOptions? options = null)
{
    private const int BlockBytes = 1 << 16;
    private const string PartSuffix = ".part";
    private readonly ModelDownloadOptions _options = options ?? new ModelDownloadOptions();

    /// <summary>Whether a file has an entry's length and checksum.</summary>
    public static async Task<bool> IsIntactAsync(string path, ModelEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!File.Exists(path) || new FileInfo(path).Length != entry.Bytes)
        {
            return false;
        }

        await using var stream = File.OpenRead(path);
        var digest = await SHA256.HashDataAsync(stream, cancellationToken);
        return string.Equals(Convert.ToHexStringLower(digest), entry.Sha256, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes sure that the verified model lies in a folder.</summary>
    /// <param name="entry">Model.</param>
    /// <param name="folder">Created if missing.</param>
    /// <param name="progress">Receives the bytes that are there.</param>
    /// <param name="cancellationToken">Stops; what has arrived is kept for the next time.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="ModelDownloadException">The server, the connection, the disk or the content is at fault.</exception>
    public async Task<string> PullAsync(ModelEntry entry, string folder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var path = Path.Combine(folder, entry.FileName);
        if (await IsIntactAsync(path, entry, cancellationToken))
        {
            progress?.Report(entry.Bytes);
            return path;
        }

        try
        {
            Directory.CreateDirectory(folder);
            CheckSpace(entry, folder);
            await using var part = new FileStream(path + PartSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await FetchVerifiedAsync(entry, part, progress, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelDownloadException($"{entry.Name}: cannot write to {folder}: {error.Message} Is another download running?", error);
        }

        File.Move(path + PartSuffix, path, overwrite: true);
        return path;
    }

    private static void CheckSpace(ModelEntry entry, string folder)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < entry.Bytes)
        {
            throw new ModelDownloadException($"{entry.Name}: needs {entry.Bytes / 1_000_000} MB, but {folder} has {free / 1_000_000} MB free.");
        }
    }

    private async Task FetchVerifiedAsync(ModelEntry entry, FileStream part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (var wrong = 0; wrong < _options.WrongChecksums; wrong++)
        {
            await FetchAllAsync(entry, part, progress, cancellationToken);
            part.Position = 0;
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken));
            if (string.Equals(digest, entry.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                await part.FlushAsync(cancellationToken);
                return;
            }

            part.SetLength(0);
        }

        throw new ModelDownloadException($"{entry.Name}: what {entry.Address.Host} sends does not match the checksum; nothing was installed. Try again later or from another network.");
    }

    private async Task FetchAllAsync(ModelEntry entry, FileStream part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (part.Length > entry.Bytes)
        {
            part.SetLength(0);
        }

        var fruitless = 0;
        while (part.Length < entry.Bytes)
        {
            var before = part.Length;
            var failure = await TryFetchAsync(entry, part, progress, cancellationToken);
            fruitless = part.Length > before ? 0 : fruitless + 1;
            if (fruitless >= _options.FruitlessAttempts)
            {
                throw new ModelDownloadException($"{entry.Name}: {failure} What has arrived is kept; run the command again to go on.");
            }

            if (fruitless > 0)
            {
                await Task.Delay(_options.Pause * Math.Pow(2, fruitless - 1), clock, cancellationToken);
            }
        }
    }

    /// <summary>One connection.</summary>
    /// <returns>Why it ended early; empty if all has arrived.</returns>
    private async Task<string> TryFetchAsync(ModelEntry entry, FileStream part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(_options.StallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, entry.Address);
            request.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!Accept(entry, part, response))
            {
                return $"{entry.Address.Host} answers {(int)response.StatusCode}.";
            }

            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            await CopyAsync(entry, body, part, stall, progress, either.Token);
            return part.Length == entry.Bytes ? "" : "The connection was cut.";
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"{entry.Address.Host} sent nothing for {_options.StallTimeout.TotalSeconds:0.#} s.";
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException || (error is IOException && error.InnerException is System.Net.Sockets.SocketException))
        {
            return $"No connection to {entry.Address.Host} ({error.Message}). Check the network; behind a proxy set HTTPS_PROXY; or put {entry.FileName} into the folder named by VIRTUALTA_MODELS.";
        }
    }

    private static bool Accept(ModelEntry entry, FileStream part, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                return true;
            case HttpStatusCode.OK:
                // The server ignores ranges: from the beginning, then.
                part.SetLength(0);
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.SetLength(0);
                return false;
            case HttpStatusCode.ProxyAuthenticationRequired:
                throw new ModelDownloadException($"{entry.Name}: the proxy asks for a name and password. Set HTTPS_PROXY=http://name:password@host:port.");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                return false;
            default:
                throw new ModelDownloadException($"{entry.Name}: {entry.Address} answers {(int)response.StatusCode} {response.ReasonPhrase}. A newer program may know a newer address.");
        }

        return response.Content.Headers.ContentLength is not { } length || length == entry.Bytes
            ? true
            : throw new ModelDownloadException(
                $"{entry.Name}: {entry.Address.Host} offers {length} bytes instead of {entry.Bytes}; a login page or proxy may stand in between.");
    }

    private async Task CopyAsync(
        ModelEntry entry, Stream body, FileStream part, CancellationTokenSource stall, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        part.Position = part.Length;
        var block = new byte[BlockBytes];
        while (part.Length < entry.Bytes)
        {
            var count = await body.ReadAsync(block.AsMemory(0, (int)Math.Min(BlockBytes, entry.Bytes - part.Length)), cancellationToken);
            if (count == 0)
            {
                return;
            }

            stall.CancelAfter(_options.StallTimeout);
            await part.WriteAsync(block.AsMemory(0, count), cancellationToken);
            await part.FlushAsync(cancellationToken);
            progress?.Report(part.Length);
        }
    }
}
