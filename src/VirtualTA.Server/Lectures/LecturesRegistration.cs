using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Files;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Storage;
using VirtualTA.Server.Lectures.Storage.Postgres;

namespace VirtualTA.Server.Lectures;

internal static class LecturesRegistration
{
    /// <summary>After <c>AddConversations</c>, whose hub settings count for this hub too.</summary>
    public static IServiceCollection AddLectures(this IServiceCollection services)
    {
        services
            .AddOptionsOf<LectureOptions>("Lectures")
            .AddSingleton<LectureFolder>()
            .AddLectureStore()
            .AddSingleton<IQuestionMatcher, QuestionMatcher>()
            .AddSingleton(provider => new ApprovedAnswers(provider.GetRequiredService<CourseLibrary>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<AnswerBank>()
            .AddSingleton<PrivateAnswers>()
            .AddSingleton<RoomServices>()
            .AddSingleton<LectureHall>()
            .AddSingleton<OpeningGuard>()
            .AddSingleton<CodeLimits>()
            .AddSingleton<CourseUpload>()
            .AddSingleton<TimelineUpload>()
            .AddSingleton<LectureEar>()
            .AddSingleton<LectureDesk>()
            .AddSingleton<LectureConnections>()
            .AddSingleton<HubLifetimeManager<LectureHub>>(provider => provider.GetRequiredService<LectureConnections>())
            .AddSingleton<LectureGate>()
            .AddHostedService<ServerFollower>()
            .AddHostedService<LectureJanitor>();
        services.AddSignalR().AddHubOptions<LectureHub>(hub => hub.AddFilter<LectureGate>());
        return services;
    }

    /// <summary>Files of this server, or a database for several.</summary>
    private static IServiceCollection AddLectureStore(this IServiceCollection services)
    {
        services.AddSingleton<LectureDatabase>().AddSingleton<PostgresLink>().AddSingleton<PostgresLectureStore>().AddSingleton<PostgresApprovals>();
        services.AddSingleton<JournalLectureStore>().AddSingleton<LoneServer>().AddSingleton<NoApprovalLog>();
        services.AddSingleton(provider => provider.Choose<ILectureStore, PostgresLectureStore, JournalLectureStore>());
        services.AddSingleton(provider => provider.Choose<ILectureLink, PostgresLink, LoneServer>());
        services.AddSingleton(provider => provider.Choose<IApprovalLog, PostgresApprovals, NoApprovalLog>());
        return services.AddSingleton(provider => new LectureTokens(
            provider.GetRequiredService<IOptions<LectureOptions>>(),
            provider.GetRequiredService<LectureFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.IsShared() ? provider.GetRequiredService<LectureDatabase>() : null));
    }

    private static TService Choose<TService, TShared, TAlone>(this IServiceProvider provider)
        where TService : class
        where TShared : class, TService
        where TAlone : class, TService =>
        provider.IsShared() ? provider.GetRequiredService<TShared>() : provider.GetRequiredService<TAlone>();

    private static bool IsShared(this IServiceProvider provider) => provider.GetRequiredService<IOptions<LectureOptions>>().Value.Database is not null;
}
