using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Listening;

/// <summary>How long a pause must be before a question counts as finished (agent.md §4).</summary>
public sealed class EndOfTurnOptions
{
    /// <summary>Pause after words that sound finished.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan FinishedPause { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Pause after words that may or may not be finished.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:05")]
    public TimeSpan UncertainPause { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Pause after words that ask for more ("because", "the"), and the longest wait of all.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan UnfinishedPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after a question was taken as finished further words still belong to it, as long as nothing was answered aloud.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan ReopenWindow { get; set; } = TimeSpan.FromMilliseconds(800);
}

/// <summary>Judges by the words so far how long a pause ends the turn, and learns from its mistakes. Belongs to one speaker.</summary>
public sealed class EndOfTurnDetector(EndOfTurnOptions options)
{
    private const double Memory = 0.9;

    /// <summary>Words that promise more to come, and sounds that hold the floor.</summary>
    private static readonly HashSet<string> Unfinished = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "but", "because", "so", "if", "when", "while", "although", "since", "that", "which", "who", "whose", "than",
        "the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "this", "these", "those",
        "of", "to", "in", "on", "at", "for", "with", "from", "by", "about", "between", "into", "like", "as",
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "would", "should", "will", "be", "have", "has",
        "um", "uh", "er", "erm", "hmm", "well", "let", "i", "we", "you", "what", "how", "why", "where", "not", "very",
    };

    private static readonly HashSet<string> Opening = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "how", "why", "when", "where", "who", "which", "is", "are", "does", "do", "did", "can", "could", "would", "should",
        "will", "was", "were", "explain", "tell", "describe", "define", "give", "compare", "show", "name", "list", "repeat", "stop",
    };

    private double _caution;

    /// <summary>Pause after which the turn is over.</summary>
    /// <param name="words">What was understood so far; may lag behind the sound, or be empty.</param>
    public TimeSpan RequiredPause(string words)
    {
        var pause = Judge(words);
        var extended = pause * (1 + (2 * _caution));
        return extended < options.UnfinishedPause || pause == options.UnfinishedPause ? extended : options.UnfinishedPause;
    }

    /// <summary>Tells how the last judgement turned out.</summary>
    /// <param name="wasCutOff">Whether the speaker went on after all.</param>
    public void Learn(bool wasCutOff) => _caution = (Memory * _caution) + ((1 - Memory) * (wasCutOff ? 1 : 0));

    private TimeSpan Judge(string words)
    {
        var tokens = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (tokens.Length == 0)
        {
            return options.UncertainPause;
        }

        var last = tokens[^1].TrimEnd(',', ';', ':');
        if (tokens[^1].EndsWith('?') || tokens[^1].EndsWith('.'))
        {
            return options.FinishedPause;
        }

        if (Unfinished.Contains(last))
        {
            return options.UnfinishedPause;
        }

        var isQuestion = Opening.Contains(tokens[0].TrimEnd(','));
        return isQuestion && tokens.Length >= 3 ? options.FinishedPause : options.UncertainPause;
    }
}
