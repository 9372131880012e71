using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Language;
using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Chat;

/// <summary>What was said by a language model with a reservation, dropped or taken back, and how it is said and counted.</summary>
internal sealed class Reservations
{
    private int _dropped;
    private int _hedged;
    private int _retracted;

    /// <summary>The counts for the end of the answer, for instance <c>dropped-1,hedged-2</c>; null if there is nothing to tell.</summary>
    public string? Rule
    {
        get
        {
            var counts = new[] { ("dropped", _dropped), ("hedged", _hedged), ("retracted", _retracted) }.Where(c => c.Item2 > 0).Select(c => $"{c.Item1}-{c.Item2}").ToArray();
            return counts.Length == 0 ? null : string.Join(',', counts);
        }
    }

    /// <summary>Counts a sentence that is not said.</summary>
    public void Drop()
    {
        _dropped++;
        AnswerMetrics.Dropped.Add(1);
    }

    /// <summary>The words of a weakly supported sentence with a reservation before them.</summary>
    public string Hedge(string sentence)
    {
        var first = sentence.AsSpan(0, Math.Max(0, sentence.IndexOf(' ', StringComparison.Ordinal)));
        var isName = first.Length == 0 || first.Length > 1 && first[1..].ContainsAnyInRange('A', 'Z') || !IsOrdinary(first.ToString());
        _hedged++;
        AnswerMetrics.Hedged.Add(1);
        return (_hedged == 1 ? "If I read the course right, " : "And perhaps ") + (isName ? sentence : char.ToLowerInvariant(sentence[0]) + sentence[1..]);
    }

    /// <summary>The notice that belongs to a hedged sentence.</summary>
    public static AnswerNoticed HedgeNotice { get; } = new(NoticeCodes.AnswerHedged, "The course supports a sentence of this answer only in part.");

    /// <summary>Reads once more what was said; where the course contradicts it, says so and what the course says instead.</summary>
    /// <param name="index">The course.</param>
    /// <param name="said">The sentences as they were said.</param>
    /// <param name="writer">Writes the correction.</param>
    public IEnumerable<AnswerPart> Correct(PassageIndex index, IReadOnlyList<string> said, AnswerWriter writer)
    {
        var reading = new SecondReading(index);
        var polisher = new SentencePolisher(index);
        var told = new HashSet<int>();
        foreach (var sentence in said)
        {
            var against = reading.Contradiction(sentence);
            if (against < 0 || !told.Add(against))
            {
                continue;
            }

            _retracted++;
            AnswerMetrics.Retracted.Add(1);
            yield return new AnswerNoticed(NoticeCodes.AnswerRetracted, $"Taken back: “{sentence}”");
            yield return writer.Say(told.Count == 1 ? "I have to correct myself. The course says:" : "And also:");
            foreach (var part in writer.SayCited(polisher.Polish(against, followsOn: false), against))
            {
                yield return part;
            }
        }
    }

    // "The", "It", "Training" may lose their capital inside a sentence; a name may not.
    private static bool IsOrdinary(string word) => StopWords.IsFunction(word.ToLowerInvariant()) || RelatedWords.IsListed(word.ToLowerInvariant());
}
