namespace Octant.Engine.Statistics.Models;

/// <summary>A stretch of the rows behind the training, in their order.</summary>
/// <param name="ScoreShift">How far the scores have moved from those of the training rows (<see cref="Stability"/>).</param>
public sealed record DriftStretch(int FirstRow, int Rows, double Observed, double Predicted, double? Area, double ScoreShift);

/// <summary>How far a column has moved between the training rows and those behind them (<see cref="Stability"/>).</summary>
public sealed record ColumnShift(string Column, double Shift);

/// <summary>One feature's weight: the change of the log-odds for one standard deviation.</summary>
public sealed record FeatureWeight(string Feature, double Weight);

/// <summary>Why there is no model to report on.</summary>
public enum ModelRefusal
{
    /// <summary>The training rows or the rows behind them hold responses only, or none.</summary>
    OneOutcomeOnly,

    /// <summary>No column varies.</summary>
    NothingToLearnFrom,

    /// <summary>The fit did not come to its optimum.</summary>
    NotConverged,
}

/// <summary>
/// What a logistic model learnt from earlier rows is worth on later ones, which it never saw.
/// </summary>
/// <param name="LargestGradient">How far the fit is from its optimum, see <see cref="LogisticModel"/>.</param>
/// <param name="Weights">The heaviest first.</param>
/// <param name="Shifts">The farthest first.</param>
public sealed record ModelReport(
    int TrainingRows,
    double TrainingRate,
    int TestRows,
    double TestRate,
    int Iterations,
    double LargestGradient,
    RankingQuality Ranking,
    Calibration Calibration,
    IReadOnlyList<LiftDecile> Lift,
    IReadOnlyList<DriftStretch> Drift,
    IReadOnlyList<ColumnShift> Shifts,
    IReadOnlyList<FeatureWeight> Weights)
{
    /// <summary>The ridge: as much as one observation of weight 1 beside each feature's own evidence.</summary>
    public const double Penalty = 1;

    private const int Stretches = 5;

    /// <summary>Fits the first <paramref name="trainingRows"/> rows and judges the fit on the others.</summary>
    /// <returns>The report, or why there is none.</returns>
    public static (ModelReport? Report, ModelRefusal? Refusal) Build(
        IReadOnlyList<ModelColumn> columns, IReadOnlyList<bool> outcomes, int trainingRows, double confidence)
    {
        var training = outcomes.Take(trainingRows).Count(outcome => outcome);
        var test = outcomes.Skip(trainingRows).ToList();
        if (training == 0 || training == trainingRows || !test.Contains(true) || !test.Contains(false))
        {
            return (null, ModelRefusal.OneOutcomeOnly);
        }

        var design = new DesignMatrix(columns, trainingRows);
        if (design.Width == 0)
        {
            return (null, ModelRefusal.NothingToLearnFrom);
        }

        if (LogisticRegression.Fit(design.Fill, design.Width, trainingRows, row => outcomes[row], Penalty) is not { } model)
        {
            return (null, ModelRefusal.NotConverged);
        }

        var scores = new double[outcomes.Count];
        var features = new double[design.Width];
        for (var row = 0; row < scores.Length; row++)
        {
            design.Fill(row, features);
            scores[row] = model.Predict(features);
        }

        var later = scores[trainingRows..];
        var rate = (double)training / trainingRows;
        return (new ModelReport(
            trainingRows,
            rate,
            test.Count,
            (double)test.Count(outcome => outcome) / test.Count,
            model.Iterations,
            model.LargestGradient,
            Models.Ranking.Area(later, test, confidence)!.Value,
            Calibration.Of(later, test, rate, confidence),
            Models.Ranking.Lift(later, test),
            Follow(scores, outcomes, trainingRows, confidence),
            [.. columns.Select(column => new ColumnShift(column.Name, ShiftOf(column, trainingRows))).OrderByDescending(shift => shift.Shift)],
            [.. design.Names.Zip(model.Weights, (name, weight) => new FeatureWeight(name, weight)).OrderByDescending(weight => Math.Abs(weight.Weight))]), null);
    }

    private static List<DriftStretch> Follow(double[] scores, IReadOnlyList<bool> outcomes, int trainingRows, double confidence)
    {
        var stretches = new List<DriftStretch>();
        var rows = scores.Length - trainingRows;
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var from = trainingRows + (int)((long)rows * stretch / Stretches);
            var to = trainingRows + (int)((long)rows * (stretch + 1) / Stretches);
            if (to == from)
            {
                continue;
            }

            var happened = outcomes.Skip(from).Take(to - from).ToList();
            stretches.Add(new DriftStretch(
                from,
                to - from,
                (double)happened.Count(outcome => outcome) / happened.Count,
                scores[from..to].Sum() / happened.Count,
                Models.Ranking.Area(scores[from..to], happened, confidence)?.Area,
                Stability.OfNumbers(scores.AsSpan(0, trainingRows), scores.AsSpan(from, to - from))));
        }

        return stretches;
    }

    private static double ShiftOf(ModelColumn column, int trainingRows) => column switch
    {
        NumberColumn number => Stability.OfNumbers(number.Values.AsSpan(0, trainingRows), number.Values.AsSpan(trainingRows)),
        CategoryColumn category => Stability.OfCodes(category.Codes.AsSpan(0, trainingRows), category.Codes.AsSpan(trainingRows), category.Levels.Count),
        _ => throw new ArgumentException($"A column is of numbers or of categories; {column.Name} is neither.", nameof(column)),
    };
}
