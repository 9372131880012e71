using System.Text.Json;
using System.Text.Json.Serialization;

namespace VirtualTA.Core.Lectures;

/// <summary>Writes enumerations by name, as the wire and the journal spell names.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
