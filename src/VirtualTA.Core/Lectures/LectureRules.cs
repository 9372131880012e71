using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Lectures;

/// <summary>Who decides that a question is answered.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LectureMode>))]
public enum LectureMode
{
    /// <summary>The lecturer.</summary>
    Manual,

    /// <summary>The assistant, where the evidence is strong; everything else waits for the lecturer.</summary>
    Auto,
}

/// <summary>How a room is run; the lecturer may change it at any time.</summary>
public sealed record LectureRules
{
    private const int MostBannedWords = 500;
    private const int LongestQuestion = 2_000;
    private const int MostQuestionsPerMinute = 600;

    /// <summary>Who decides that a question is answered.</summary>
    public LectureMode Mode { get; init; } = LectureMode.Manual;

    /// <summary>Whether the lecturer lets questions in before others see them.</summary>
    public bool IsModerated { get; init; } = true;

    /// <summary>Whether students may have questions answered to themselves alone.</summary>
    public bool AllowsPrivate { get; init; } = true;

    /// <summary>Whether students may show a name.</summary>
    public bool AllowsNames { get; init; } = true;

    /// <summary>Questions that one student may ask in a minute, 1 to 600.</summary>
    public int QuestionsPerMinute { get; init; } = 6;

    /// <summary>Longest question in characters, 10 to 2,000.</summary>
    public int MaximumQuestionLength { get; init; } = 400;

    /// <summary>Words that no question and no name may contain, whatever their case.</summary>
    public IReadOnlyList<string> BannedWords { get => field ?? []; init; } = [];

    /// <summary>The same rules with tidy words.</summary>
    /// <exception cref="UserInputException">A value is out of its range.</exception>
    public LectureRules Checked()
    {
        Require(Enum.IsDefined(Mode), "The mode must be manual or auto.");
        Require(QuestionsPerMinute is >= 1 and <= MostQuestionsPerMinute, $"Questions per minute must be from 1 to {MostQuestionsPerMinute}.");
        Require(MaximumQuestionLength is >= 10 and <= LongestQuestion, $"The longest question must have from 10 to {LongestQuestion} characters.");
        string[] words = [.. BannedWords.Select(word => (word ?? "").Trim().ToLowerInvariant()).Where(word => word.Length > 0).Distinct()];
        Require(words.Length <= MostBannedWords && words.All(word => word.Length <= 60), $"At most {MostBannedWords} banned words of up to 60 characters are kept.");
        return this with { BannedWords = words };
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new UserInputException(LectureCodes.RulesInvalid, message);
        }
    }
}
