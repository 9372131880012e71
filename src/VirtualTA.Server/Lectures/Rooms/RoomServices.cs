using Microsoft.Extensions.Options;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Storage;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>What a room runs on.</summary>
internal sealed record RoomServices(
    ILectureStore Store,
    ILectureLink Link,
    IQuestionMatcher Matcher,
    AnswerBank Bank,
    TurnEngines Engines,
    IOptions<TurnOptions> Turns,
    IOptions<LectureOptions> Options,
    TimeProvider Time,
    ILoggerFactory Loggers);
