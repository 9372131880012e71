using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Answers with sentences of the course, each with its source; needs no model.</summary>
/// <param name="library">The courses.</param>
/// <param name="options">Lengths and thresholds; defaults if null.</param>
public sealed class ExtractiveAnswerer(CourseLibrary library, AnswerOptions? options = null) : IAnswerer
{
    private readonly AnswerOptions _options = options ?? new AnswerOptions();

    /// <inheritdoc/>
    public string Name => "extractive";

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var part in Answer(question))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return part;
        }
    }

    private IEnumerable<AnswerPart> Answer(Question question)
    {
        var course = library.Open(question.Course);
        var text = question.Text.Length > _options.MaximumQuestionCharacters ? question.Text[.._options.MaximumQuestionCharacters] : question.Text;
        var command = CommandReader.Read(text);
        if (command != ConversationCommand.None)
        {
            return new CommandAnswers(course, _options).Answer(command, question);
        }

        return new CourseAnswer(course, _options).Answer(CourseQuery.Run(course, question, text), _options.WordsFor(question));
    }
}
