namespace VirtualTA.Core.Contracts;

/// <summary>Finds the answer to a question in the course material and says where it stands.</summary>
public interface IAnswerer
{
    /// <summary>Short name shown to people, for instance <c>extractive</c>.</summary>
    string Name { get; }

    /// <summary>Answers one question.</summary>
    /// <param name="question">The question and its surroundings.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <returns>
    /// First one <see cref="SourcesFound"/>, then text, citations and notices as they are found, and last one
    /// <see cref="AnswerCompleted"/>. A citation follows the text it supports.
    /// </returns>
    /// <exception cref="UserInputException">The course does not exist.</exception>
    IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, CancellationToken cancellationToken = default);
}
