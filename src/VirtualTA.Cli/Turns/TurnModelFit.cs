using VirtualTA.Core.Listening;

namespace VirtualTA.Cli.Turns;

/// <summary>Fits the end-of-turn model on recordings that nothing is measured with: two logistic regressions, then the waits.</summary>
internal static class TurnModelFit
{
    private const int Rounds = 4_000;
    private const double Rate = 0.3;
    private const double Decay = 1e-3;

    /// <summary>Weights for pauses that the recogniser has read, and for those that it has not.</summary>
    /// <param name="pauses">Pauses looked at.</param>
    public static (double[] Reading, double[] Listening) Weights(IReadOnlyList<PauseDescription> pauses) =>
    (
        Fit([.. pauses.Where(static pause => pause.Reading is not null)
            .Select(static pause => (EndOfTurnModel.Describe(pause.Sound, pause.Words, pause.Reading), pause.IsEnd))]),
        Fit([.. pauses.Select(static pause => (EndOfTurnModel.Describe(pause.Sound, pause.Words, null), pause.IsEnd))])
    );

    private static double[] Fit((double[] Figures, bool IsEnd)[] pauses)
    {
        var weights = new double[pauses[0].Figures.Length + 1];
        for (var round = 0; round < Rounds; round++)
        {
            var gradient = new double[weights.Length];
            foreach (var (figures, isEnd) in pauses)
            {
                var score = weights[0];
                for (var i = 0; i < figures.Length; i++)
                {
                    score += weights[i + 1] * figures[i];
                }

                var error = ((1 / (1 + Math.Exp(-score))) - (isEnd ? 1 : 0)) / pauses.Length;
                gradient[0] += error;
                for (var i = 0; i < figures.Length; i++)
                {
                    gradient[i + 1] += error * figures[i];
                }
            }

            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] -= Rate * (gradient[i] + (i == 0 ? 0 : Decay * weights[i]));
            }
        }

        return weights;
    }
}
