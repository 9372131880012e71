using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Listening;

/// <summary>When speech over an answer interrupts it (agent.md §5).</summary>
public sealed class BargeInOptions
{
    /// <summary>Length of speech that interrupts even before a word is recognised.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:05")]
    public TimeSpan MinimumSpeech { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time at the start of the sound in which only words interrupt, because echo cancellation still adapts.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan EchoSettling { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence after which speech over an answer counts as over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:02")]
    public TimeSpan OverlapEnd { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time an answer is held back without a decision.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:10")]
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Tells interruptions from agreement, noise and the answer's own echo.</summary>
public static class BargeInJudge
{
    private static readonly HashSet<string> Backchannels = new(StringComparer.OrdinalIgnoreCase)
    {
        "mhm", "mm", "hm", "hmm", "uh", "huh", "um", "ah", "oh", "aha", "okay", "ok", "right", "yes", "yeah", "yep", "sure", "good", "great", "nice", "cool", "wow", "i", "see", "got", "it",
    };

    /// <summary>Whether the words hold more than agreement ("mhm", "right", "I see").</summary>
    /// <param name="words">What was understood.</param>
    public static bool HasContent(string words) => Tokens(words).Any(word => !Backchannels.Contains(word));

    /// <summary>Whether the words are those of the answer that is being spoken, picked up by the microphone.</summary>
    /// <param name="words">What was understood.</param>
    /// <param name="answer">What the voice says around this moment.</param>
    public static bool IsEcho(string words, string answer)
    {
        var spoken = Tokens(answer);
        var heard = Tokens(words);
        var found = heard.Count(word => spoken.Contains(word, StringComparer.OrdinalIgnoreCase));
        return heard.Length >= 2 && found >= 0.8 * heard.Length;
    }

    /// <summary>Whether speech over an answer interrupts it.</summary>
    /// <param name="words">What was understood so far; may be empty.</param>
    /// <param name="answer">What the voice says around this moment.</param>
    /// <param name="speech">Length of the speech so far, without pauses.</param>
    /// <param name="audible">How long the answer has been audible.</param>
    /// <param name="options">Thresholds.</param>
    public static bool Confirms(string words, string answer, TimeSpan speech, TimeSpan audible, BargeInOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (words.Length > 0)
        {
            return HasContent(words) && !IsEcho(words, answer);
        }

        return speech >= options.MinimumSpeech && audible >= options.EchoSettling;
    }

    private static string[] Tokens(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('.', ',', '?', '!', ';', ':', '"'))];
}
