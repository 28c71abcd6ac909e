namespace Octant.Engine.Statistics.Models;

/// <summary>Customers with like predictions.</summary>
/// <param name="Predicted">The mean prediction.</param>
/// <param name="Interval">Wilson's, of the observed rate.</param>
public readonly record struct CalibrationBin(int Customers, double Predicted, double Observed, Interval Interval);

/// <summary>
/// Whether predicted probabilities are what happens.
/// </summary>
/// <param name="Brier">The mean squared error of the probabilities (G. W. Brier, Monthly Weather Review 78, 1950).</param>
/// <param name="BrierOfBaseRate">Of predicting for everybody the rate of the training rows.</param>
/// <param name="LogLoss">The mean of −ln of the probability given to what happened.</param>
/// <param name="Intercept">With the slope: ln(odds) = intercept + slope · ln(predicted odds), fitted to what happened; 0 is right.</param>
/// <param name="Slope">1 is right; below, predictions are too extreme (D. R. Cox, Biometrika 45, 1958). Null where it cannot be fitted.</param>
public sealed record Calibration(
    IReadOnlyList<CalibrationBin> Bins,
    double Brier,
    double BrierOfBaseRate,
    double LogLoss,
    double LogLossOfBaseRate,
    double? Intercept,
    double? Slope)
{
    private const int Bands = 10;
    private const double Smallest = 1e-12;

    public static Calibration Of(IReadOnlyList<double> predictions, IReadOnlyList<bool> outcomes, double baseRate, double confidence)
    {
        var (brier, brierBase, loss, lossBase) = (0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < predictions.Count; row++)
        {
            brier += SquaredError(predictions[row], outcomes[row]);
            brierBase += SquaredError(baseRate, outcomes[row]);
            loss += Loss(predictions[row], outcomes[row]);
            lossBase += Loss(baseRate, outcomes[row]);
        }

        var count = predictions.Count;
        var recalibrated = predictions.Any(prediction => prediction != predictions[0])
            ? LogisticRegression.Fit((row, features) => features[0] = LogOdds(predictions[row]), 1, count, row => outcomes[row], penalty: 0)
            : null;
        return new Calibration(
            Bin(predictions, outcomes, confidence),
            brier / count,
            brierBase / count,
            loss / count,
            lossBase / count,
            recalibrated?.Intercept,
            recalibrated?.Weights[0]);
    }

    private static List<CalibrationBin> Bin(IReadOnlyList<double> predictions, IReadOnlyList<bool> outcomes, double confidence)
    {
        var order = Enumerable.Range(0, predictions.Count).OrderBy(row => predictions[row]).ToArray();
        var bins = new List<CalibrationBin>();
        for (var band = 0; band < Bands; band++)
        {
            var from = (int)((long)order.Length * band / Bands);
            var to = (int)((long)order.Length * (band + 1) / Bands);
            if (to == from)
            {
                continue;
            }

            var (predicted, responses) = (0.0, 0L);
            for (var i = from; i < to; i++)
            {
                predicted += predictions[order[i]];
                responses += outcomes[order[i]] ? 1 : 0;
            }

            var observed = new Proportion(responses, to - from);
            bins.Add(new CalibrationBin(to - from, predicted / (to - from), observed.Rate, observed.Wilson(confidence)));
        }

        return bins;
    }

    private static double SquaredError(double prediction, bool outcome)
    {
        var error = prediction - (outcome ? 1 : 0);
        return error * error;
    }

    private static double Loss(double prediction, bool outcome) =>
        -ElementaryFunctions.Log(Math.Max(Smallest, outcome ? prediction : 1 - prediction));

    private static double LogOdds(double prediction)
    {
        var held = Math.Clamp(prediction, Smallest, 1 - Smallest);
        return ElementaryFunctions.Log(held / (1 - held));
    }
}
