using Octant.Engine.Statistics.Models;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>What <c>octant model-report --json</c> prints; its schema is docs/schemas/model-report.json.</summary>
/// <param name="Excluded">Columns the caller kept from the model.</param>
/// <param name="LeftOut">Columns the model could make nothing of.</param>
/// <param name="Learner">The same rows by the response model of decisions, which meets each row once.</param>
public sealed record ModelAnswer(
    string Target, string Positive, IReadOnlyList<string> Excluded, IReadOnlyList<LeftOutColumn> LeftOut, ModelReport Model, PredictionReport Learner);

/// <summary>A model report for people.</summary>
internal static class ModelText
{
    private const int MostWeights = 12;
    private const int MostShifts = 6;

    public static void Print(ModelAnswer answer)
    {
        var model = answer.Model;
        var rows = new TextTable("rows", "count", answer.Target + " = " + answer.Positive);
        rows.Add("learnt from", Figures.Count(model.TrainingRows), Figures.Percent(model.TrainingRate));
        rows.Add("judged on", Figures.Count(model.TestRows), Figures.Percent(model.TestRate));
        rows.Print(null);

        var learner = answer.Learner;
        var quality = new TextTable("measure", "logistic", "response model", "of the base rate");
        quality.Add("mean prediction", Figures.Percent(model.Drift.Sum(stretch => stretch.Predicted * stretch.Rows) / model.TestRows), Figures.Percent(learner.Predicted), Figures.Percent(model.TrainingRate));
        quality.Add("AUC", Figures.Number(model.Ranking.Area), Optional(learner.Ranking?.Area), "0.5");
        quality.Add("  interval 95%", Between(model.Ranking), learner.Ranking is { } ranking ? Between(ranking) : "–", "");
        quality.Add("Brier score", Figures.Number(model.Calibration.Brier), Figures.Number(learner.Calibration.Brier), Figures.Number(model.Calibration.BrierOfBaseRate));
        quality.Add("log loss", Figures.Number(model.Calibration.LogLoss), Figures.Number(learner.Calibration.LogLoss), Figures.Number(model.Calibration.LogLossOfBaseRate));
        quality.Add("calibration slope", Optional(model.Calibration.Slope), Optional(learner.Calibration.Slope), "1 is right");
        quality.Add("calibration intercept", Optional(model.Calibration.Intercept), Optional(learner.Calibration.Intercept), "0 is right");
        quality.Print($"Logistic model, {model.Weights.Count} features, {model.Iterations} iterations, largest gradient {model.LargestGradient:0.0e+0}; the response model, row by row");

        var bins = new TextTable("customers", "predicted", "observed", "interval (Wilson)");
        foreach (var bin in model.Calibration.Bins)
        {
            bins.Add(Figures.Count(bin.Customers), Figures.Percent(bin.Predicted), Figures.Percent(bin.Observed), $"{Figures.Percent(bin.Interval.Low)} to {Figures.Percent(bin.Interval.High)}");
        }

        bins.Print("Calibration of the logistic model, by tenths of the prediction");

        var deciles = new TextTable("tenth", "customers", "responses", "rate", "lift", "captured");
        for (var i = 0; i < model.Lift.Count; i++)
        {
            var decile = model.Lift[i];
            deciles.Add(Figures.Count(i + 1), Figures.Count(decile.Customers), Figures.Count(decile.Responses), Figures.Percent(decile.Rate), Figures.Number(decile.Lift), Figures.Percent(decile.Captured));
        }

        deciles.Print("Lift of the logistic model, the most promising first");

        var drift = new TextTable("from row", "rows", "predicted", "observed", "AUC", "score shift", "");
        foreach (var stretch in model.Drift)
        {
            drift.Add(Figures.Count(stretch.FirstRow + 1), Figures.Count(stretch.Rows), Figures.Percent(stretch.Predicted), Figures.Percent(stretch.Observed), Optional(stretch.Area), Figures.Number(stretch.ScoreShift), Word(stretch.ScoreShift));
        }

        drift.Print("Drift of the logistic model, in the order of the rows");

        var shifts = new TextTable("column", "shift", "");
        foreach (var shift in model.Shifts.Take(MostShifts))
        {
            shifts.Add(shift.Column, Figures.Number(shift.Shift), Word(shift.Shift));
        }

        shifts.Print("Columns that moved most");

        var weights = new TextTable("feature", "log-odds per deviation");
        foreach (var weight in model.Weights.Take(MostWeights))
        {
            weights.Add(weight.Feature, Figures.Number(weight.Weight));
        }

        weights.Print("Heaviest features");
        foreach (var column in answer.LeftOut)
        {
            Console.WriteLine($"{column.Column} was left out: {column.Reason}.");
        }
    }

    private static string Between(RankingQuality ranking) => $"{Figures.Number(ranking.Interval.Low)} to {Figures.Number(ranking.Interval.High)}";

    private static string Optional(double? value) => value is { } number ? Figures.Number(number) : "–";

    private static string Word(double shift) => shift switch
    {
        < Stability.Stable => "stable",
        < Stability.Shifted => "moving",
        _ => "shifted",
    };
}
