using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Approval;

/// <summary>The answers that lecturers approved, edited or banned, kept beside the course.</summary>
/// <remarks>Thread-safe within a process; every decision is on disk before the call returns.</remarks>
/// <param name="library">The courses.</param>
/// <param name="timeProvider">The clock; the system's if null.</param>
public sealed class ApprovedAnswers(CourseLibrary library, TimeProvider? timeProvider = null)
{
    private const string FileName = "approved.json";
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTime Stamp, List<ApprovedAnswer> Answers)> _known = new(StringComparer.Ordinal);

    /// <summary>All decisions of a course, newest last.</summary>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    public IReadOnlyList<ApprovedAnswer> List(string course)
    {
        lock (_lock)
        {
            return [.. Load(library.Open(course).Name)];
        }
    }

    /// <summary>Approves or edits an answer: questions like this one get exactly this text.</summary>
    /// <param name="course">Name of the course.</param>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer, word for word.</param>
    /// <param name="citations">Its sources.</param>
    /// <param name="spoken">What the voice says; null to say the answer.</param>
    /// <exception cref="UserInputException">The course does not exist, or question or answer is empty.</exception>
    public ApprovedAnswer Approve(string course, string question, string answer, IReadOnlyList<Citation>? citations = null, string? spoken = null)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "An approved answer needs words. To keep a question from being answered, ban it.");
        }

        return Decide(course, new ApprovedAnswer(question, answer.Trim(), IsBanned: false, _time.GetUtcNow()) { Citations = citations ?? [], Spoken = spoken });
    }

    /// <summary>Bans a question: it and questions like it are not answered.</summary>
    /// <exception cref="UserInputException">The course does not exist, or the question is empty.</exception>
    public ApprovedAnswer Ban(string course, string question) => Decide(course, new ApprovedAnswer(question, "", IsBanned: true, _time.GetUtcNow()));

    /// <summary>Takes a decision back; false if there was none.</summary>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    public bool Remove(string course, string question)
    {
        lock (_lock)
        {
            var name = library.Open(course).Name;
            var answers = Load(name);
            var removed = answers.RemoveAll(a => QuestionLikeness.AreSame(a.Question, question)) > 0;
            if (removed)
            {
                Save(name, answers);
            }

            return removed;
        }
    }

    /// <summary>The decision for a question like this one; null if there is none.</summary>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    public ApprovedAnswer? Find(string course, string question)
    {
        lock (_lock)
        {
            return Load(library.Open(course).Name).FindLast(a => QuestionLikeness.AreSame(a.Question, question));
        }
    }

    private ApprovedAnswer Decide(string course, ApprovedAnswer decision)
    {
        if (string.IsNullOrWhiteSpace(decision.Question))
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "A decision needs the question it is about.");
        }

        lock (_lock)
        {
            var name = library.Open(course).Name;
            var answers = Load(name);
            answers.RemoveAll(a => QuestionLikeness.AreSame(a.Question, decision.Question));
            answers.Add(decision);
            Save(name, answers);
            return decision;
        }
    }

    private List<ApprovedAnswer> Load(string name)
    {
        var path = Path.Combine(library.DirectoryOf(name), FileName);
        var stamp = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.MinValue;
        if (_known.TryGetValue(name, out var known) && known.Stamp == stamp)
        {
            return known.Answers;
        }

        var answers = stamp == DateTime.MinValue ? [] : Read(path, name);
        _known[name] = (stamp, answers);
        return answers;
    }

    private static List<ApprovedAnswer> Read(string path, string course)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ApprovalJson.Default.ListApprovedAnswer) ?? [];
        }
        catch (JsonException exception)
        {
            throw new UserInputException(
                NoticeCodes.AnswerFailed, $"The approved answers of \"{course}\" cannot be read: {FileName} is damaged. Restore it or remove it.", exception);
        }
    }

    private void Save(string name, List<ApprovedAnswer> answers)
    {
        var directory = library.DirectoryOf(name);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, answers, ApprovalJson.Default.ListApprovedAnswer));
        _known[name] = (File.GetLastWriteTimeUtc(path), answers);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<ApprovedAnswer>))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
