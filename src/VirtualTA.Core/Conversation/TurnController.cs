using System.ComponentModel.DataAnnotations;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>The latency budget of a turn (agent.md §10): moments after the end of speech, or after a typed question, by which a stage should be reached.</summary>
public sealed class TurnBudgetOptions
{
    /// <summary>The question is understood.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Transcript { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>The first words of the answer exist.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan FirstToken { get; set; } = TimeSpan.FromMilliseconds(1_100);

    /// <summary>Lateness from which the voice gives up quality, and not only length of its first chunk.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan VeryLate { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the voice may take for its first sound before the answer goes on in writing only.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan VoicePatience { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Names of the rules that keep a turn in time. Names are never changed.</summary>
public static class BudgetRules
{
    /// <summary>The answer is kept short.</summary>
    public const string ShortAnswer = "short-answer";

    /// <summary>The voice begins with fewer words.</summary>
    public const string ShortFirstClause = "short-first-clause";

    /// <summary>The voice begins with less sound.</summary>
    public const string ShortFirstChunk = "short-first-chunk";

    /// <summary>The voice leaves out the last levels of refinement of its first sentence.</summary>
    public const string FewerLevels = "fewer-levels";

    /// <summary>The voice was too slow; the answer goes on in writing.</summary>
    public const string TextOnly = "text-only";

    /// <summary>Too much was going on to begin an answer before the question was over.</summary>
    public const string NoSpeculation = "no-speculation";
}

/// <summary>Shortens what is left of a turn once a stage has overrun, and writes down which rule fired.</summary>
/// <param name="timeline">The turn's timeline.</param>
/// <param name="options">The budget.</param>
/// <param name="isBusy">Whether so many turns run that this one starts as if it were late.</param>
/// <param name="isHeld">Whether the turn works ahead of its question's end, and so cannot be late.</param>
internal sealed class TurnController(TurnTimeline timeline, TurnBudgetOptions options, bool isBusy, bool isHeld)
{
    /// <summary>How long the voice may take for its first sound.</summary>
    public TimeSpan VoicePatience => options.VoicePatience;

    /// <summary>Decides before the answer is looked for.</summary>
    /// <returns>Whether to answer in few words.</returns>
    public bool HurryAnswer() => Late(options.Transcript) > TimeSpan.Zero && Fire(BudgetRules.ShortAnswer);

    /// <summary>Decides when the first words are given to the voice.</summary>
    public SpeechHaste HurryVoice()
    {
        var late = Late(options.FirstToken);
        if (late <= TimeSpan.Zero)
        {
            return SpeechHaste.None;
        }

        Fire(BudgetRules.ShortFirstClause);
        Fire(BudgetRules.ShortFirstChunk);
        return late > options.VeryLate && Fire(BudgetRules.FewerLevels) ? SpeechHaste.FewerLevels : SpeechHaste.ShortFirstChunk;
    }

    /// <summary>The voice has overrun: from here on there is writing only.</summary>
    public void GiveUpVoice() => Fire(BudgetRules.TextOnly);

    private TimeSpan Late(TimeSpan deadline)
    {
        if (isHeld)
        {
            return TimeSpan.Zero;
        }

        var late = timeline.Elapsed - (timeline.At(TurnStage.SpeechEnded) ?? TimeSpan.Zero) - deadline;
        return isBusy && late <= TimeSpan.Zero ? TimeSpan.FromTicks(1) : late;
    }

    private bool Fire(string rule)
    {
        timeline.Fire(rule);
        return true;
    }
}
