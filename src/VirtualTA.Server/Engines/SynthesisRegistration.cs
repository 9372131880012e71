using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Server.Hosting;
using VirtualTA.Synthesis;

namespace VirtualTA.Server.Engines;

/// <summary>How answers are spoken.</summary>
internal sealed class SynthesisOptions
{
    /// <summary>Name of the synthesiser; null for the best one present.</summary>
    public string? Engine { get; set; }
}

internal static class SynthesisRegistration
{
    public static IServiceCollection AddSynthesis(this IServiceCollection services) => services
        .AddOptionsOf<SynthesisOptions>("Synthesis")
        .AddHostedService<VoicePreparer>()
        .AddSingleton(provider => EngineChoice<ISpeechSynthesizer>.Among(
            SpeechSynthesizers.Offers(), provider.GetRequiredService<IOptions<SynthesisOptions>>().Value.Engine));
}
