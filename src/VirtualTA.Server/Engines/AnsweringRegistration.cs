using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Engines;

internal static class AnsweringRegistration
{
    public static IServiceCollection AddAnswering(this IServiceCollection services) => services
        .AddOptionsOf<AnswerOptions>("Answering")
        .AddSingleton<IAnswerer>(provider => new ExtractiveAnswerer(
            provider.GetRequiredService<CourseLibrary>(), provider.GetRequiredService<IOptions<AnswerOptions>>().Value));
}
