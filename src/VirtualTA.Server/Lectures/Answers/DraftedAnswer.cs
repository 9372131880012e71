using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>An answer that was made before it is given.</summary>
internal sealed record DraftedAnswer(IReadOnlyList<AnswerPart> Parts)
{
    private const string ApprovedRule = "approved";

    public string Text => string.Concat(Parts.OfType<AnswerText>().Select(part => part.Text)).Trim();

    public string Spoken => string.Concat(Parts.OfType<AnswerText>().Select(part => part.Spoken));

    public IReadOnlyList<Citation> Citations => [.. Parts.OfType<AnswerCited>().Select(part => part.Citation)];

    public AnswerOutcome Outcome => Completed?.Outcome ?? AnswerOutcome.Abstained;

    public bool IsApproved => Completed?.Rule == ApprovedRule;

    /// <summary>Whether it may be given without being looked at: the lecturer approved it, or the course supports it.</summary>
    public bool IsStrong => Outcome == AnswerOutcome.Answered && (IsApproved || Citations.Count > 0);

    private AnswerCompleted? Completed => Parts.OfType<AnswerCompleted>().LastOrDefault();

    public static async Task<DraftedAnswer> MakeAsync(IAnswerer answerer, Question question, CancellationToken cancellationToken) =>
        new(await answerer.AnswerAsync(question, cancellationToken).ToListAsync(cancellationToken));

    /// <summary>The lecturer's words.</summary>
    public static DraftedAnswer Of(string text, string spoken) =>
        new([new SourcesFound(0), new AnswerText(text, spoken), new AnswerCompleted(AnswerOutcome.Answered)]);
}

/// <summary>Gives a drafted answer.</summary>
internal sealed class DraftAnswerer(DraftedAnswer draft) : IAnswerer
{
    public string Name => "draft";

    public async IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var part in draft.Parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return part;
        }
    }
}

/// <summary>Asks in the language of the room.</summary>
internal sealed class LanguageAnswerer(IAnswerer inner, string language) : IAnswerer
{
    public string Name => inner.Name;

    public IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, CancellationToken cancellationToken = default) =>
        inner.AnswerAsync(question with { Language = language }, cancellationToken);
}

/// <summary>Stands where no answer is wanted.</summary>
internal sealed class NoAnswerer : IAnswerer
{
    public string Name => "none";

    public IAsyncEnumerable<AnswerPart> AnswerAsync(Question question, CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<AnswerPart>();
}
