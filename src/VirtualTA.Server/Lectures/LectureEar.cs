using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures;

/// <summary>Understands speech: the first half of a turn, for which nothing is answered.</summary>
internal sealed class LectureEar(
    QuestionReader reader, TurnEngines engines, ICourseLibrary courses, IOptions<TurnOptions> turns, TimeProvider time)
{
    /// <exception cref="UserInputException">The audio is none, too long, silent, or nothing was understood.</exception>
    public async Task<HeardQuestion> HearAsync(LectureSettings room, IAsyncEnumerable<string> frames, CancellationToken cancellationToken)
    {
        var taken = reader.Take(frames, cancellationToken);
        try
        {
            var request = new TurnRequest(room.Course)
            {
                Speech = taken.ReadAsync(cancellationToken),
                Speak = false,
                Recognition = new RecognitionContext { Course = room.Course, CourseText = courses.Sentences(room.Course), Language = room.Language },
            };
            var turn = new Turn(1, engines with { Answerer = new NoAnswerer() }, turns.Value, time);
            await foreach (var step in turn.RunAsync(request, cancellationToken))
            {
                switch (step)
                {
                    case FinalTranscriptEvent final:
                        return new HeardQuestion(final.Text, final.Confidence);
                    case NoticeEvent refused:
                        throw new UserInputException(refused.Code, refused.Message);
                }
            }

            throw new UserInputException(NoticeCodes.NoWords, "No words were understood. Please try again, or type.");
        }
        finally
        {
            await taken.Ended; // a call that ends while its client is still sending can cost the connection
        }
    }
}
