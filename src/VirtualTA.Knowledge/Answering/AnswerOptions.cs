using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Knowledge.Answering;

/// <summary>How answers are made.</summary>
public sealed class AnswerOptions
{
    /// <summary>Longest answer, in words.</summary>
    [Range(15, 400)]
    public int MaximumWords { get; set; } = 58;

    /// <summary>Longest answer when the turn is late, in words; no limit of its own if it is more than <see cref="MaximumWords"/>.</summary>
    [Range(15, 400)]
    public int MaximumHurriedWords { get; set; } = 30;

    /// <summary>Longest answer when more detail is asked for, in words.</summary>
    [Range(15, 600)]
    public int MaximumDetailWords { get; set; } = 110;

    /// <summary>The limit for one question, in words.</summary>
    internal int WordsFor(Core.Contracts.Question question) => question.IsHurried ? Math.Min(MaximumHurriedWords, MaximumWords) : MaximumWords;

    /// <summary>Share of the question that the evidence must cover before it is given as an answer, from 0 to 1.</summary>
    [Range(0.1, 1)]
    public double MinimumEvidence { get; set; } = 0.54;

    /// <summary>Longest question that is read, in characters; the rest is ignored.</summary>
    [Range(100, 20_000)]
    public int MaximumQuestionCharacters { get; set; } = 2_000;
}
