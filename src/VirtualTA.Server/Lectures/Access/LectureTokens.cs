using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Storage;
using VirtualTA.Server.Lectures.Storage.Postgres;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Makes and reads tokens: a ticket as JSON and its HMAC-SHA-256, both in base64 for addresses.</summary>
internal sealed class LectureTokens(IOptions<LectureOptions> options, LectureFolder folder, TimeProvider time, LectureDatabase? database = null)
{
    private const int KeyBytes = 32;
    private const int LongestToken = 600;
    private readonly Lazy<byte[]> _key = new(() => ReadKey(options.Value.TokenKey, database, folder.Path));

    /// <summary>A token for a room.</summary>
    public string Create(LectureRoom room, LectureRole role, string member)
    {
        // The lecturer may export as long as there is something to export.
        var end = role == LectureRole.Lecturer ? room.Settings.DeleteAt : room.Settings.ExpiresAt;
        var ticket = new LectureTicket(room.Settings.Id, role, member, room.GenerationOf(role), end.ToUnixTimeSeconds());
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(ticket, JournalLine.Json));
        return $"{body}.{Base64Url.EncodeToString(Sign(body))}";
    }

    /// <summary>What a token says; whether it was revoked only its room knows.</summary>
    /// <exception cref="UserInputException">It is none of ours, or its time is over.</exception>
    public LectureTicket Read(string? token)
    {
        var ticket = token is { Length: > 0 and <= LongestToken } ? Parse(token) : null;
        if (ticket is null)
        {
            throw new UserInputException(LectureCodes.TokenInvalid, "This needs a valid link to the lecture. Join again with the code of the room.");
        }

        return ticket.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds()
            ? ticket
            : throw new UserInputException(LectureCodes.TokenInvalid, "The link to this lecture has expired.");
    }

    private LectureTicket? Parse(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
        {
            return null;
        }

        try
        {
            var body = token[..dot];
            return CryptographicOperations.FixedTimeEquals(Sign(body), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)))
                ? JsonSerializer.Deserialize<LectureTicket>(Base64Url.DecodeFromChars(body), JournalLine.Json)
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Sign(string body) => HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(body));

    private static byte[] ReadKey(string? configured, LectureDatabase? database, string directory)
    {
        if (configured is not null)
        {
            var key = Convert.FromBase64String(configured);
            return key.Length >= KeyBytes ? key : throw new OptionsValidationException(
                nameof(LectureOptions.TokenKey), typeof(LectureOptions), [$"Lectures:TokenKey needs at least {KeyBytes} bytes in base64."]);
        }

        if (database is not null)
        {
            return database.TokenKey;
        }

        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "token.key");
        if (!File.Exists(path))
        {
            WriteKey(path);
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>Under another name first, so that of two servers that start together both use the key that stays.</summary>
    private static void WriteKey(string path)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, create))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
