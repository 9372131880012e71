using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Cli.Turns;

/// <summary>The end-of-turn set: a half to tune on from the train splits, and a held-out half from the dev splits, other prompts and mostly other speakers.</summary>
internal sealed class TurnSet(TurnSpeech speech, PhoneRecognizer recognizer)
{
    /// <summary>Sets of the data, clips wanted from each in each half, and lengths in seconds.</summary>
    private static readonly (string Set, int Count, double Shortest, double Longest)[] Sources =
    [
        ("kathleen", 20, 2, 6), ("arctic_extra", 20, 2, 6), ("speechocean762", 30, 2, 8), ("vctk_extra", 10, 2.5, 8), ("librispeech", 20, 3, 12),
    ];

    private readonly TextFrontEnd _text = new(Pronouncer.LoadDefault());

    /// <param name="tell">Told of each half.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<TurnTrace>> RecordAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        var traces = new List<TurnTrace>();
        foreach (var split in new[] { "train", "dev" })
        {
            foreach (var (set, count, shortest, longest) in Sources)
            {
                foreach (var clip in await speech.TakeAsync(set, split, count, shortest, longest, cancellationToken))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Align(clip) is { } words && TurnAssembler.Assemble(clip, words, isHeldOut: split == "dev") is { } utterance)
                    {
                        traces.Add(TurnTrace.Record(utterance, recognizer));
                    }
                }

                tell($"{traces.Count} utterances, the last from {set} ({split}).");
            }
        }

        return traces;
    }

    private RecognizedWord[]? Align(SpeechClip clip)
    {
        var words = _text.Read(clip.Text).SelectMany(static clause => clause.Words)
            .SelectMany(static word => word.Spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        try
        {
            return [.. recognizer.Aligner.Align(clip.Samples, words).Words.Select(static word => new RecognizedWord(word.Word, word.Start, word.End, word.Score))];
        }
        catch (ArgumentException)
        {
            return null; // a text that does not fit its recording
        }
    }
}
