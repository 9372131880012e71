using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Engines;

/// <summary>How answers are spoken.</summary>
internal sealed class SynthesisOptions
{
    /// <summary>Name of the synthesiser; null for the best one present.</summary>
    public string? Engine { get; set; }
}

internal static class Synthesis
{
    private const string Missing = "No voice is installed; the answer is in writing only.";

    public static IServiceCollection AddSynthesis(this IServiceCollection services) => services
        .AddOptionsOf<SynthesisOptions>("Synthesis")
        .AddSingleton(provider => EngineChoice<ISpeechSynthesizer>.Best(
            Candidates(), provider.GetRequiredService<IOptions<SynthesisOptions>>().Value.Engine, Missing));

    /// <summary>Synthesisers, the best first.</summary>
    private static EngineCandidate<ISpeechSynthesizer>[] Candidates() => [];
}
