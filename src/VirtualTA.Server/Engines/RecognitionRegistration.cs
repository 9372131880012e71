using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Engines;

/// <summary>How questions are heard.</summary>
internal sealed class RecognitionOptions
{
    /// <summary>Name of the recogniser; null for the best one present.</summary>
    public string? Engine { get; set; }
}

internal static class RecognitionRegistration
{
    public static IServiceCollection AddRecognition(this IServiceCollection services) => services
        .AddOptionsOf<RecognitionOptions>("Recognition")
        .AddSingleton(provider => EngineChoice<ISpeechRecognizer>.Among(
            SpeechRecognizers.Offers(), provider.GetRequiredService<IOptions<RecognitionOptions>>().Value.Engine));
}
