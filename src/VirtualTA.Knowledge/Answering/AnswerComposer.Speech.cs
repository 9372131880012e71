using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Answers out of spoken text.</summary>
internal sealed partial class AnswerComposer
{
    private const double FirmEnd = 0;

    private bool EndsInClause(int sentence) =>
        sentence + 1 < index.Sentences.Count && SameDocument(sentence, sentence + 1) && KindOf(sentence + 1) == BlockKind.Speech
        && TranscriptSegmenter.Firmness(Text(sentence), Text(sentence + 1)) < FirmEnd;

    // In speech a fact is rarely said in one breath: the answer is the best stretch of about a minute's third.
    private void Widen(List<int> chosen, IReadOnlyList<Evidence> ranked)
    {
        var scores = ranked.Take(200).ToDictionary(e => e.Sentence, e => e.Score);
        var picked = chosen.Count;
        var first = chosen.Min();
        var last = chosen.Max();
        if (last - first > 3)
        {
            return;
        }

        for (var s = first; s <= last; s++)
        {
            if (!chosen.Contains(s))
            {
                chosen.Add(s);
            }
        }

        // "That's the most common reason …" says nothing without what came before.
        while ((Continuations.LeansBack(Text(first)) || (reading.Kind == QuestionKind.Reason && first == last && Text(first).StartsWith("So ", StringComparison.Ordinal))) && Extension(first - 1, first) is >= 0 and var needed)
        {
            chosen.Add(needed);
            first = needed;
        }

        // What "it" or "they" stands for was said just before.
        if (Continuations.OpensWithPronoun(Text(first)) && Extension(first - 1, first) is >= 0 and var named && scores.GetValueOrDefault(named) > 0)
        {
            chosen.Add(named);
            first = named;
        }

        // A speaker names the thing and then explains it: the answer goes on from there.
        while (Extension(last + 1, last) is >= 0 and var next)
        {
            chosen.Add(next);
            last = next;
        }

        // The end of a unit that was cut out of unpunctuated speech may be the middle of a clause: then the answer ends before it.
        while (last > first && !chosen.Take(picked).Contains(last) && EndsInClause(last))
        {
            chosen.Remove(last);
            last--;
        }

        if (Words(chosen) <= RoomForContext && Extension(first - 1, first) is >= 0 and var context && SamePassage(context, first) && scores.GetValueOrDefault(context) >= ranked[0].Score * WorthContext)
        {
            chosen.Add(context);
        }

        int Extension(int candidate, int neighbour) =>
            candidate >= 0 && candidate < index.Sentences.Count && SameDocument(candidate, neighbour) && IsUsable(candidate) && !Announcements.IsAnnouncement(index, candidate)
            && Words(chosen) + Words(candidate) <= maximumWords ? candidate : -1;
    }
}
