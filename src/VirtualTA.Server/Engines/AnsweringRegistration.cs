using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Engines;

internal static class AnsweringRegistration
{
    public static IServiceCollection AddAnswering(this IServiceCollection services) => services
        .AddOptionsOf<AnswerOptions>("Answering")
        .AddOptionsOf<ChatAnswerOptions>("Chat")
        .AddSingleton(Create);

    /// <summary>The language model of the settings, or of the environment, or none.</summary>
    private static IAnswerer Create(IServiceProvider provider)
    {
        var chat = provider.GetRequiredService<IOptions<ChatAnswerOptions>>().Value;
        return Answerers.Create(
            provider.GetRequiredService<CourseLibrary>(),
            provider.GetRequiredService<IOptions<AnswerOptions>>().Value,
            chat.Endpoint is null ? ChatAnswerOptions.FromEnvironment() : chat);
    }
}
