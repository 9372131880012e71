using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Hubs;

/// <summary>How turn events look on the wire.</summary>
internal static class TurnEventJson
{
    /// <summary>
    /// SignalR writes stream items by their own type, for which the serializer leaves out the discriminator of the base type;
    /// so the server writes it as a first property of every event.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var kinds = typeof(TurnEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);
        var property = typeof(TurnEvent).GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(info =>
        {
            if (info.Type == typeof(TurnEvent))
            {
                info.PolymorphismOptions = null;
            }
            else if (kinds.TryGetValue(info.Type, out var name))
            {
                var type = info.CreateJsonPropertyInfo(typeof(string), property);
                type.Get = _ => name;
                type.Order = int.MinValue;
                info.Properties.Insert(0, type);
            }
        });
    }
}
