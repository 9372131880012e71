using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Hubs;

/// <summary>How turn events look on the wire.</summary>
internal static class TurnEventJson
{
    /// <summary>
    /// SignalR writes stream items by their own type, which leaves the discriminator of the base type out;
    /// so every event type declares itself as its only kind.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var kinds = new DefaultJsonTypeInfoResolver().GetTypeInfo(typeof(TurnEvent), new JsonSerializerOptions()).PolymorphismOptions!;
        var names = kinds.DerivedTypes.ToDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(info =>
        {
            if (names.TryGetValue(info.Type, out var name))
            {
                info.PolymorphismOptions = new JsonPolymorphismOptions
                {
                    TypeDiscriminatorPropertyName = kinds.TypeDiscriminatorPropertyName,
                    DerivedTypes = { new JsonDerivedType(info.Type, name) },
                };
            }
        });
    }
}
