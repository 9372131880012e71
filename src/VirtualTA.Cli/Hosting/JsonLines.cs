using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VirtualTA.Cli.Hosting;

/// <summary>Writes one JSON object a line, keys in camelCase, the last field of a line never cut by the next.</summary>
internal static class JsonLines
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal is no web page; course text stays readable
    };

    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Options);
}
