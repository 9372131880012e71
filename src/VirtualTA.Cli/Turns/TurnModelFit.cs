using VirtualTA.Core.Listening;

namespace VirtualTA.Cli.Turns;

/// <summary>Fits the end-of-turn model: logistic regression by gradient descent, with a little decay of the weights.</summary>
internal static class TurnModelFit
{
    private const int Rounds = 4_000;
    private const double Rate = 0.3;
    private const double Decay = 1e-3;

    /// <param name="pauses">Pauses, and whether each is an end.</param>
    public static double[] Fit(IReadOnlyList<(double[] Figures, bool IsEnd)> pauses)
    {
        var weights = new double[EndOfTurnModel.FigureCount + 1];
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

                var error = ((1 / (1 + Math.Exp(-score))) - (isEnd ? 1 : 0)) / pauses.Count;
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
