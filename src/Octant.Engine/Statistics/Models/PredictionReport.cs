namespace Octant.Engine.Statistics.Models;

/// <summary>One chance that was predicted before it was known, and what happened.</summary>
public readonly record struct Prediction(double Chance, bool Happened);

/// <summary>A stretch of predictions in order of time.</summary>
/// <param name="ScoreShift">How far the chances have moved from those of the first stretch (<see cref="Stability"/>).</param>
public sealed record PredictionStretch(int Outcomes, double Observed, double Predicted, double? Area, double ScoreShift);

/// <summary>
/// What predictions were worth that were made before their outcome was known: nothing is fitted here, so nothing can be
/// too good to be true.
/// </summary>
/// <param name="Ranking">Null where all or none happened.</param>
/// <param name="Drift">In order of time; one stretch where there are few outcomes.</param>
public sealed record PredictionReport(
    int Outcomes,
    int Happened,
    double Observed,
    double Predicted,
    RankingQuality? Ranking,
    Calibration Calibration,
    IReadOnlyList<LiftDecile> Lift,
    IReadOnlyList<PredictionStretch> Drift)
{
    private const int MostStretches = 5;
    private const int LeastPerStretch = 50;

    /// <param name="predictions">In order of time; one at least.</param>
    public static PredictionReport Of(IReadOnlyList<Prediction> predictions, double confidence)
    {
        double[] chances = [.. predictions.Select(prediction => prediction.Chance)];
        bool[] outcomes = [.. predictions.Select(prediction => prediction.Happened)];
        var happened = outcomes.Count(outcome => outcome);
        var rate = (double)happened / outcomes.Length;
        return new PredictionReport(
            outcomes.Length,
            happened,
            rate,
            chances.Sum() / chances.Length,
            Models.Ranking.Area(chances, outcomes, confidence),
            Calibration.Of(chances, outcomes, rate, confidence),
            Models.Ranking.Lift(chances, outcomes),
            Follow(chances, outcomes, confidence));
    }

    private static List<PredictionStretch> Follow(double[] chances, bool[] outcomes, double confidence)
    {
        var count = Math.Clamp(chances.Length / LeastPerStretch, 1, MostStretches);
        var first = chances.AsSpan(0, (int)((long)chances.Length / count));
        var stretches = new List<PredictionStretch>();
        for (var stretch = 0; stretch < count; stretch++)
        {
            var from = (int)((long)chances.Length * stretch / count);
            var to = (int)((long)chances.Length * (stretch + 1) / count);
            stretches.Add(new PredictionStretch(
                to - from,
                (double)outcomes[from..to].Count(outcome => outcome) / (to - from),
                chances[from..to].Sum() / (to - from),
                Models.Ranking.Area(chances[from..to], outcomes[from..to], confidence)?.Area,
                Stability.OfNumbers(first, chances.AsSpan(from, to - from))));
        }

        return stretches;
    }
}
