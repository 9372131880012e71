using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Server.Lectures.Storage;

/// <summary>One record as a line: checksum, version of the room after it, JSON.</summary>
internal static class JournalLine
{
    private const int ChecksumLength = 16;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Appends the line with its end.</summary>
    public static void Write(ArrayBufferWriter<byte> output, long version, LectureRecord record)
    {
        var body = Body(version, JsonSerializer.SerializeToUtf8Bytes(record, Json));
        output.Write(Encoding.ASCII.GetBytes(Checksum(body)));
        output.Write(" "u8);
        output.Write(body);
        output.Write("\n"u8);
    }

    /// <summary>Reads a line without its end; false if it is damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out long version, out LectureRecord? record)
    {
        (version, record) = (0, null);
        if (line.Length <= ChecksumLength + 1 || line[ChecksumLength] != ' ')
        {
            return false;
        }

        var body = line[(ChecksumLength + 1)..];
        if (!Encoding.ASCII.GetString(line[..ChecksumLength]).Equals(Checksum(body), StringComparison.Ordinal)
            || !Utf8Parser.TryParse(body, out version, out int digits)
            || digits >= body.Length)
        {
            return false;
        }

        record = JsonSerializer.Deserialize<LectureRecord>(body[(digits + 1)..], Json);
        return record is not null;
    }

    /// <summary>The first 64 bits of SHA-256, in hexadecimal.</summary>
    public static string Checksum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, ChecksumLength / 2));

    private static byte[] Body(long version, byte[] json) =>
        [.. Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. json];
}
