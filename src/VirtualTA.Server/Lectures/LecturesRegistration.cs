using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Hosting;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Files;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Storage;

namespace VirtualTA.Server.Lectures;

internal static class LecturesRegistration
{
    /// <summary>After <c>AddConversations</c>, whose hub settings count for this hub too.</summary>
    public static IServiceCollection AddLectures(this IServiceCollection services)
    {
        services
            .AddOptionsOf<LectureOptions>("Lectures")
            .AddSingleton<LectureFolder>()
            .AddSingleton<ILectureStore, JournalLectureStore>()
            .AddSingleton<IQuestionMatcher, QuestionMatcher>()
            .AddSingleton(provider => new ApprovedAnswers(provider.GetRequiredService<CourseLibrary>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<AnswerBank>()
            .AddSingleton<PrivateAnswers>()
            .AddSingleton<RoomServices>()
            .AddSingleton<LectureHall>()
            .AddSingleton<LectureTokens>()
            .AddSingleton<OpeningGuard>()
            .AddSingleton<CodeLimits>()
            .AddSingleton<CourseUpload>()
            .AddSingleton<LectureEar>()
            .AddSingleton<LectureDesk>()
            .AddSingleton<LectureConnections>()
            .AddSingleton<HubLifetimeManager<LectureHub>>(provider => provider.GetRequiredService<LectureConnections>())
            .AddSingleton<LectureGate>()
            .AddHostedService<LectureJanitor>();
        services.AddSignalR().AddHubOptions<LectureHub>(hub => hub.AddFilter<LectureGate>());
        return services;
    }
}
