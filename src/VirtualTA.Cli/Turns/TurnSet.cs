using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Synthesis.Text;

namespace VirtualTA.Cli.Turns;

/// <summary>What utterances are there for.</summary>
internal enum TurnPart
{
    /// <summary>The model's weights and waits are fitted to it: train splits, recordings that the network was not trained on.</summary>
    Fitting,

    /// <summary>Looked at while working on the model: train splits, other recordings still.</summary>
    Tuning,

    /// <summary>Only measured: dev splits, other prompts and mostly other speakers.</summary>
    HeldOut,
}

/// <summary>The end-of-turn set: half from the train splits, half from the dev splits; and a part to fit the model to.</summary>
internal sealed class TurnSet(TurnSpeech speech, PhoneRecognizer recognizer, bool keepsTails)
{
    /// <summary>Sets of the data, clips wanted from each in each half, and lengths in seconds.</summary>
    private static readonly (string Set, int Count, double Shortest, double Longest)[] Sources =
    [
        ("kathleen", 20, 2, 6), ("arctic_extra", 20, 2, 6), ("speechocean762", 30, 2, 8), ("vctk_extra", 10, 2.5, 8), ("librispeech", 20, 3, 12),
    ];

    private readonly TextFrontEnd _text = new(Pronouncer.LoadDefault());

    /// <param name="parts">Which.</param>
    /// <param name="tell">Told of each set.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<TurnTrace>> RecordAsync(IEnumerable<TurnPart> parts, Action<string> tell, CancellationToken cancellationToken)
    {
        var traces = new List<TurnTrace>();
        foreach (var part in parts)
        {
            foreach (var (set, count, shortest, longest) in Sources)
            {
                foreach (var clip in await speech.TakeAsync(set, part, count, shortest, longest, cancellationToken))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Align(clip) is { } words && TurnAssembler.Assemble(clip, words, part, keepsTails) is { } utterance)
                    {
                        traces.Add(TurnTrace.Record(utterance, recognizer));
                    }
                }

                tell($"{traces.Count} utterances, the last from {set} ({part}).");
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
