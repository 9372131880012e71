using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Engines;

namespace VirtualTA.Server.Hubs;

/// <summary>Turns what a client sent into a question that can be asked, or says what is wrong with it.</summary>
internal sealed class QuestionReader(
    ICourseLibrary courses,
    EngineChoice<ISpeechSynthesizer> synthesizer,
    IOptions<TurnOptions> turnOptions,
    IOptions<LimitOptions> limits,
    TimeProvider time)
{
    /// <summary>Begins to take the frames of a call off the wire.</summary>
    public QuestionFrames Take(IAsyncEnumerable<string> frames, CancellationToken cancellationToken) =>
        new(frames, turnOptions.Value.MaximumSpeech, limits.Value.FramePatience, time, cancellationToken);

    /// <summary>Begins to take an open microphone off the wire.</summary>
    public QuestionFrames Open(IAsyncEnumerable<string> microphone, CancellationToken cancellationToken) =>
        new(microphone, longest: null, limits.Value.FramePatience, time, cancellationToken);

    /// <exception cref="UserInputException">The question cannot be asked like this.</exception>
    public TurnRequest Read(AskRequest? request, QuestionFrames frames)
    {
        if (request is null)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "The call holds no question. Send a request object.");
        }

        var course = FindCourse(request.Course);
        CheckVoice(request);
        var spoken = request.Text is null;
        if (spoken && request.SampleRate != AudioFrame.SampleRate)
        {
            throw new UserInputException(
                NoticeCodes.AudioRate,
                $"The audio has {request.SampleRate} samples a second; send mono 16-bit PCM with {AudioFrame.SampleRate}.");
        }

        return new TurnRequest(course)
        {
            Text = request.Text,
            Speech = spoken ? frames.ReadAsync() : null,
            Voice = request.Voice,
            Page = request.Page is { Length: > 32 } page ? page[..32] : request.Page,
            Speak = request.Speak,
            Seed = request.Seed ?? 0,
            Recognition = spoken ? new RecognitionContext { Course = course, CourseText = courses.Sentences(course) } : RecognitionContext.None,
        };
    }

    private string FindCourse(string? name)
    {
        var known = courses.Courses;
        if (known.Count == 0)
        {
            throw new UserInputException(
                NoticeCodes.CourseUnknown, "This server has no course material yet. Add a course with 'virtualta ingest', then ask again.");
        }

        return name is null || known.Any(course => course.Name == name)
            ? name ?? known[0].Name
            : throw new UserInputException(
                NoticeCodes.CourseUnknown,
                $"There is no course '{Shorten(name)}'. Known courses: {string.Join(", ", known.Select(course => course.Name))}.");
    }

    private void CheckVoice(AskRequest request)
    {
        if (request is { Speak: true, Voice: { } voice } && synthesizer.Engine is { } engine
            && !engine.Voices.Any(known => known.Name == voice))
        {
            throw new UserInputException(
                NoticeCodes.VoiceUnknown,
                $"There is no voice '{Shorten(voice)}'. Known voices: {string.Join(", ", engine.Voices.Select(known => known.Name))}.");
        }
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
