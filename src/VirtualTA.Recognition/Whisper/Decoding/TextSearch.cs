using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>Finds the text of one window: greedily, by drawing at a temperature, or by beam search.</summary>
internal sealed class TextSearch(DecodingRules rules, int endOfText, WhisperOptions options, Workspace workspace)
{
    /// <summary>Takes the likeliest token each time, or draws.</summary>
    public WindowText Draw(
        Utterance utterance, DecodingState state, IReadOnlyList<int> forced, float temperature, ref SeededRandom random, CancellationToken cancellationToken)
    {
        var tokens = new List<int>(forced);
        var chances = new List<float>();
        var logs = new float[state.Logits.Length];
        while (HasRoom(state, tokens.Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rules.Apply(state.Logits, tokens);
            state.Logits.CopyTo(logs, 0);
            Activation.LogSoftmax(logs);
            var token = TokenSampler.Sample(state.Logits, temperature, 1, ref random, workspace);
            chances.Add(logs[token]);
            if (token == endOfText)
            {
                break;
            }

            tokens.Add(token);
            utterance.Feed(state, [token]);
        }

        return new WindowText(tokens, chances, state.NoSpeech, temperature);
    }

    /// <summary>Keeps the likeliest hypotheses; the finished one with the best mean log-probability wins.</summary>
    public WindowText Beam(Utterance utterance, DecodingState start, IReadOnlyList<int> forced, CancellationToken cancellationToken)
    {
        var beams = new List<Hypothesis> { new(start, [.. forced], []) };
        var finished = new List<Hypothesis>();
        while (beams.Count > 0 && finished.Count < options.BeamSize && HasRoom(beams[0].State, beams[0].Tokens.Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = new List<Hypothesis>();
            foreach (var (parent, token, chance, _) in beams.SelectMany(Continue).OrderByDescending(static candidate => candidate.Score).Take(2 * options.BeamSize))
            {
                if (token == endOfText)
                {
                    finished.Add(parent with { Chances = [.. parent.Chances, chance] });
                }
                else if (next.Count < options.BeamSize)
                {
                    next.Add(new Hypothesis(parent.State.Copy(), [.. parent.Tokens, token], [.. parent.Chances, chance]));
                }
            }

            foreach (var beam in next)
            {
                utterance.Feed(beam.State, [beam.Tokens[^1]]);
            }

            beams = next;
        }

        var best = (finished.Count > 0 ? finished : beams).MaxBy(static beam => beam.Chances.Count == 0 ? 0 : beam.Chances.Average())!;
        return new WindowText(best.Tokens, best.Chances, start.NoSpeech, 0);
    }

    private bool HasRoom(DecodingState state, int tokens) => tokens < options.LongestText && state.Text.Length < state.Text.Capacity;

    private IEnumerable<(Hypothesis Parent, int Token, float Chance, double Score)> Continue(Hypothesis beam)
    {
        rules.Apply(beam.State.Logits, beam.Tokens);
        var logs = beam.State.Logits.ToArray();
        Activation.LogSoftmax(logs);
        var sum = beam.Chances.Sum();
        return logs.Select(static (chance, token) => (chance, token))
            .OrderByDescending(static pair => pair.chance)
            .Take(options.BeamSize + 1)
            .Where(static pair => !float.IsNegativeInfinity(pair.chance))
            .Select(pair => (beam, pair.token, pair.chance, (double)sum + pair.chance));
    }

    private sealed record Hypothesis(DecodingState State, List<int> Tokens, List<float> Chances);
}
