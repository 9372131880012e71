using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Approval;

/// <summary>Finds the question that asks the same: by its words first, then by how the words sound where one was misheard.</summary>
public sealed class QuestionMatcher : IQuestionMatcher
{
    private const int LongestCompared = 40; // words; longer texts are hardly ever the same question misheard

    /// <inheritdoc/>
    public int Find(string question, IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(others);
        for (var i = 0; i < others.Count; i++)
        {
            if (QuestionLikeness.AreSame(question, others[i]))
            {
                return i;
            }
        }

        var words = Words(question);
        for (var i = 0; i < others.Count; i++)
        {
            if (Reheard(words, Words(others[i])) is { } reheard && QuestionLikeness.AreSame(reheard, others[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The question with its strange words, or pairs of them, put back to those of the other that sound like them; null if none do.</summary>
    private static string? Reheard(string[] words, string[] other)
    {
        if (words.Length > LongestCompared || other.Length > LongestCompared || !words.Intersect(other).Any())
        {
            return null;
        }

        string[] strange = [.. other.Except(words)];
        var result = new List<string>(words.Length);
        var changed = false;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var isKnown = other.Contains(word);
            if (!isKnown && i + 1 < words.Length && strange.FirstOrDefault(s => SoundMatcher.AreConfused(word + words[i + 1], s)) is { } joined)
            {
                result.Add(joined);
                i++;
                changed = true;
            }
            else if (!isKnown && strange.FirstOrDefault(s => SoundMatcher.AreConfused(word, s)) is { } heard)
            {
                result.Add(heard);
                changed = true;
            }
            else
            {
                result.Add(word);
            }
        }

        return changed ? string.Join(' ', result) : null;
    }

    private static string[] Words(string text) =>
        text.ToLowerInvariant().Split([' ', ',', '.', '?', '!', ';', ':', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
}
