using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Engines;

/// <summary>How questions are heard.</summary>
internal sealed class RecognitionOptions
{
    /// <summary>Name of the recogniser; null for the best one present.</summary>
    public string? Engine { get; set; }
}

internal static class Recognition
{
    private const string Missing = "No speech recogniser is installed; type the question instead.";

    public static IServiceCollection AddRecognition(this IServiceCollection services) => services
        .AddOptionsOf<RecognitionOptions>("Recognition")
        .AddSingleton(provider => EngineChoice<ISpeechRecognizer>.Best(
            Candidates(), provider.GetRequiredService<IOptions<RecognitionOptions>>().Value.Engine, Missing));

    /// <summary>Recognisers, the best first.</summary>
    private static EngineCandidate<ISpeechRecognizer>[] Candidates() => [];
}
