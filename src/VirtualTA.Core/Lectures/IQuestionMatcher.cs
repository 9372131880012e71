namespace VirtualTA.Core.Lectures;

/// <summary>Knows when two questions ask the same, in whatever words, and however they were misheard.</summary>
public interface IQuestionMatcher
{
    /// <summary>Index of the question that asks the same; -1 if none does.</summary>
    /// <param name="question">The new question.</param>
    /// <param name="others">Questions to compare it with.</param>
    int Find(string question, IReadOnlyList<string> others);
}
