using VirtualTA.Core.Contracts;
using VirtualTA.Server.Courses;

namespace VirtualTA.Server.Engines;

internal static class Answering
{
    public static IServiceCollection AddAnswering(this IServiceCollection services) =>
        services.AddSingleton<IAnswerer, NoAnswerer>();
}
