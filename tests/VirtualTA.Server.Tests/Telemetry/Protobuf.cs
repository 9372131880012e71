using System.Buffers.Binary;
using System.Text;

namespace VirtualTA.Server.Tests.Telemetry;

/// <summary>Reads just enough of a protobuf message to look into it by field numbers.</summary>
internal static class Protobuf
{
    /// <summary>All values below a path of field numbers.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Find(this ReadOnlyMemory<byte> message, params int[] path) =>
        path.Aggregate(
            (IEnumerable<ReadOnlyMemory<byte>>)[message],
            (messages, field) => [.. messages.SelectMany(one => Fields(one).Where(found => found.Field == field).Select(found => found.Value))]);

    /// <summary>The first string below a path; empty if there is none.</summary>
    public static string Text(this ReadOnlyMemory<byte> message, params int[] path) =>
        message.Find(path).Select(value => Encoding.Latin1.GetString(value.Span)).FirstOrDefault("");

    /// <summary>The first 64-bit number below a path; 0 if there is none.</summary>
    public static ulong Fixed64(this ReadOnlyMemory<byte> message, params int[] path) =>
        message.Find(path).Select(value => BinaryPrimitives.ReadUInt64LittleEndian(value.Span)).FirstOrDefault();

    private static List<(int Field, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ReadOnlyMemory<byte>)>();
        while (!message.IsEmpty)
        {
            var key = ReadVarint(ref message);
            var before = message;
            var length = (key & 7) switch
            {
                0 => before.Length - Skip(ref message),
                1 => sizeof(ulong),
                2 => (int)ReadVarint(ref message),
                5 => sizeof(uint),
                var type => throw new FormatException($"Wire type {type}."),
            };
            var value = (key & 7) == 0 ? before[..length] : message[..length];
            message = (key & 7) == 0 ? message : message[length..];
            fields.Add(((int)(key >> 3), value));
        }

        return fields;
    }

    private static int Skip(ref ReadOnlyMemory<byte> message)
    {
        ReadVarint(ref message);
        return message.Length;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var at = 0; ; at++)
        {
            value |= (ulong)(message.Span[at] & 0x7f) << (7 * at);
            if (message.Span[at] < 0x80)
            {
                message = message[(at + 1)..];
                return value;
            }
        }
    }
}
