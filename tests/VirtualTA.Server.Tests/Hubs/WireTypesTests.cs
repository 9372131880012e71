using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using Xunit;

namespace VirtualTA.Server.Tests.Hubs;

/// <summary>The wire is written down twice, in C# and in TypeScript; the two must say the same.</summary>
public sealed partial class WireTypesTests
{
    private static readonly string Events = File.ReadAllText(Path.Combine(FindRoot(), "web", "src", "hub", "events.ts"));
    private static readonly string Calls = File.ReadAllText(Path.Combine(FindRoot(), "web", "src", "hub", "calls.ts"));

    private static readonly JsonDerivedTypeAttribute[] Kinds = [.. typeof(TurnEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()];

    public static TheoryData<string> EventNames => [.. Kinds.Select(kind => kind.DerivedType.Name)];

    [Theory]
    [MemberData(nameof(EventNames))]
    public void Event_HasTheSameFieldsOnBothSides(string name)
    {
        var kind = Kinds.Single(candidate => candidate.DerivedType.Name == name);
        var fields = Interface(Events, name);

        Assert.Equal($"\"{kind.TypeDiscriminator}\"", fields["type"]);
        Assert.Equal(FieldsOf(kind.DerivedType).Append("type").Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Union_NamesEveryEvent()
    {
        var union = Union("TurnEvent") + " " + Union("ConverseEvent");

        Assert.Equal(
            Kinds.Select(kind => kind.DerivedType.Name).Order(StringComparer.Ordinal),
            EventName().Matches(union).Select(match => match.Value).Where(name => name is not ("TurnEvent" or "ConverseEvent")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Citation))]
    [InlineData(typeof(SpokenWord))]
    public void Part_HasTheSameFieldsOnBothSides(Type part) =>
        Assert.Equal(FieldsOf(part).Order(StringComparer.Ordinal), Interface(Events, part.Name).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(typeof(AskRequest))]
    [InlineData(typeof(PlaybackMeasurement))]
    [InlineData(typeof(ServerClock))]
    public void Call_HasTheSameFieldsOnBothSides(Type call) =>
        Assert.Equal(
            FieldsOf(call).Order(StringComparer.Ordinal),
            Interface(Calls, call.Name).Keys.Select(key => key.TrimEnd('?')).Order(StringComparer.Ordinal));

    [Fact]
    public void EndReasons_AreTheSameOnBothSides()
    {
        var reasons = Events[Events.IndexOf("type TurnEndReason =", StringComparison.Ordinal)..];
        reasons = reasons[..reasons.IndexOf(';', StringComparison.Ordinal)];

        Assert.Equal(
            Enum.GetValues<TurnEndReason>().Select(reason => JsonSerializer.Serialize(reason)).Order(StringComparer.Ordinal),
            Quoted().Matches(reasons).Select(match => match.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Event_IsWrittenWithItsType_EvenByItsOwnType()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        TurnEventJson.Configure(options);

        Assert.Equal("""{"type":"thinking","turn":3}""", JsonSerializer.Serialize<object>(new ThinkingEvent(3), options));
        Assert.Equal(new ThinkingEvent(3), JsonSerializer.Deserialize<TurnEvent>("""{"type":"thinking","turn":3}""", JsonSerializerOptions.Web));
    }

    private static string Union(string name)
    {
        var union = Events[Events.IndexOf($"type {name} =", StringComparison.Ordinal)..];
        return union[..union.IndexOf(';', StringComparison.Ordinal)];
    }

    private static IEnumerable<string> FieldsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static Dictionary<string, string> Interface(string source, string name)
    {
        var body = Regex.Match(source, $@"interface {name} (?:extends \w+ )?\{{(.*?)\n\}}", RegexOptions.Singleline);
        Assert.True(body.Success, $"The TypeScript file has no interface {name}.");
        return Field().Matches(body.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "VirtualTA.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new InvalidOperationException("The tests must run inside the repository.");
        }

        return directory;
    }

    [GeneratedRegex(@"^\s+(?:readonly )?(\w+\??): ([^;]+);", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"\w+Event\b")]
    private static partial Regex EventName();

    [GeneratedRegex("\"\\w+\"")]
    private static partial Regex Quoted();
}
