using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge;

/// <summary>Puts answerers together for server and command line.</summary>
public static class Answerers
{
    /// <summary>Approved answers first, then the model if an endpoint is configured, otherwise the embedded answerer.</summary>
    /// <param name="library">The courses.</param>
    /// <param name="answerOptions">Lengths and thresholds; defaults if null.</param>
    /// <param name="chatOptions">The language model; none if null or without endpoint.</param>
    /// <param name="approved">The decisions of lecturers; those beside the courses if null.</param>
    public static IAnswerer Create(
        CourseLibrary library, AnswerOptions? answerOptions = null, ChatAnswerOptions? chatOptions = null, ApprovedAnswers? approved = null)
    {
        IAnswerer answerer = chatOptions?.Endpoint is { } endpoint
            ? new ChatAnswerer(library, new MeasuredChatClient(new OpenAiChatClient(endpoint, chatOptions.Model, chatOptions.ApiKey)), chatOptions, answerOptions)
            : new ExtractiveAnswerer(library, answerOptions);
        return new ApprovingAnswerer(approved ?? new ApprovedAnswers(library), answerer);
    }
}
