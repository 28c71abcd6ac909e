using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Statistics;
using Octant.Engine.Statistics.Models;
using Octant.Platform.Customers.Import;
using Octant.Platform.Tests.Customers;
using Xunit.Abstractions;

namespace Octant.Platform.Tests.Insights;

/// <summary>The library on real data, against published figures and a model fitted here in another way.</summary>
public sealed class RealStatisticsTests(ITestOutputHelper output)
{
    private const string Points = "fujian-2008/points-redemption.csv";
    private const string Recommendation = "fujian-2008/recommendation.csv";
    private static readonly int[] Numbers = [0, 5, 9, 12, 13, 14];
    private static readonly int[] Categories = [1, 2, 3, 4, 6, 7, 8, 10, 15];
    private static readonly Lazy<BankFit> Fitted = new(FitBank);

    private const string Bank = "bank-marketing/bank-full.csv";

    [RealDataFact(Points)]
    public void Shares_and_growth_of_the_channel_steering_are_the_published_ones()
    {
        var rows = Read(Points, ',');
        string[] measures = ["customers", "transactions", "points"];
        for (var measure = 0; measure < 3; measure++)
        {
            var (before, after) = (2 + measure, 5 + measure);
            var byGroup = BeforeAndAfter.Compare(rows.Select(row => (row[1], Amount(row[before]), Amount(row[after]))));
            var electronic = byGroup.Single(part => part.Part == "electronic");
            var physical = byGroup.Single(part => part.Part == "physical");
            var all = BeforeAndAfter.Compare(rows.Select(row => ("all", Amount(row[before]), Amount(row[after])))).Single();
            var self = BeforeAndAfter.Compare(rows.Select(row => (row[0], Amount(row[before]), Amount(row[after])))).Single(part => part.Part == "自营渠道");

            Assert.Equal(((decimal[])[30.31m, 35.28m, 32.19m])[measure], 100 * electronic.ShareBefore, 2);
            Assert.Equal(((decimal[])[33.70m, 51.52m, 39.63m])[measure], 100 * electronic.ShareAfter, 2);
            Assert.Equal(((decimal[])[12.56m, 93.62m, 34.29m])[measure], 100 * electronic.Growth!.Value, 2);
            Assert.Equal(((decimal[])[-3.68m, -0.67m, -2.90m])[measure], 100 * physical.Growth!.Value, 2);
            Assert.Equal(((decimal[])[1.24m, 32.59m, 9.08m])[measure], 100 * all.Growth!.Value, 2);
            Assert.Equal(((decimal[])[68.57m, 63.54m, 66.27m])[measure], 100 * self.ShareBefore, 2);
            Assert.Equal(((decimal[])[65.96m, 48.23m, 59.82m])[measure], 100 * self.ShareAfter, 2);
            Assert.Equal(((decimal[])[3.39m, 16.24m, 7.44m])[measure], 100 * electronic.ShareDifference, 2);
            Assert.Equal(((decimal[])[-2.61m, -15.32m, -6.46m])[measure], 100 * self.ShareDifference, 2);
        }
    }

    [RealDataFact(Recommendation)]
    public void Acceptance_of_the_recommendations_is_the_published_one()
    {
        var channels = Read(Recommendation, ',').ConvertAll(row => new Proportion(long.Parse(row[2], CultureInfo.InvariantCulture), long.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal([18.67, 15.79, 17.83, 12.96], channels.Select(channel => Math.Round(100 * channel.Rate, 2)));
        var all = new Proportion(channels.Sum(channel => channel.Successes), channels.Sum(channel => channel.Trials));
        Assert.Equal(new Proportion(1_692, 9_501), all);
        Assert.Equal(17.81, 100 * all.Rate, 2);
        Assert.True(all.Wilson(0.95) is { Low: > 0.17, High: < 0.187 });
    }

    /// <summary>
    /// The same rows fitted here by gradient steps of Newton's method over another coding (the first level of each category left
    /// out) and without a penalty, and ranked by counting: the report must be as good to a hundredth.
    /// </summary>
    [RealDataFact(Bank)]
    public void The_models_area_is_that_of_a_regression_fitted_here()
    {
        var (rows, outcomes, training, scores, area) = Fitted.Value;
        IEnumerable<ModelColumn> columns =
        [
            .. Numbers.Select(column => new NumberColumn($"{column}", [.. rows.Select(row => Number(row[column]))])),
            .. Categories.Select(column =>
            {
                var levels = rows.Select(row => row[column]).Distinct().ToList();
                return new CategoryColumn($"{column}", [.. rows.Select(row => levels.IndexOf(row[column]))], levels);
            }),
        ];
        var report = ModelReport.Build([.. columns], outcomes, training, 0.95).Report!;

        Assert.True(report.Ranking.Area >= area - 0.01, $"the report's {report.Ranking.Area}, fitted here {area}");
        Assert.Equal(area, report.Ranking.Area, 0.01);
        Assert.Equal(AreaByCounting(scores, [.. outcomes.Skip(training)]), Ranking.Area(scores, [.. outcomes.Skip(training)], 0.95)!.Value.Area, 1e-10);
        Assert.Equal(outcomes.Skip(training).Count(outcome => outcome), report.Lift.Sum(decile => decile.Responses));
    }

    /// <summary>
    /// The learner of the product meets the rows one by one, once, in their order, as customers with attributes; <c>duration</c> is not
    /// among them. On the rest it must rank as well as the regression fitted here, to a hundredth, and be no worse calibrated.
    /// </summary>
    [RealDataFact(Bank)]
    public void Learning_outcome_by_outcome_is_as_good_as_the_regression_fitted_here()
    {
        var (rows, outcomes, training, scores, area) = Fitted.Value;
        var learner = new ResponseLearner();
        for (var row = 0; row < training; row++)
        {
            learner.Learn(new ResponseExample("deposit", "savings", "hotline", CustomerOf(rows[row]), Instant.MinValue, outcomes[row]));
        }

        var model = new ResponseModel(1, learner);
        var features = new FeatureBuffer();
        var chances = rows.Skip(training).Select(row =>
        {
            var customer = CustomerOf(row);
            model.Read(customer, Instant.MinValue, features);
            model.ReadChannel(customer, "hotline", features);
            return model.Predict("deposit", "savings", "hotline", features, minimumOutcomes: 200)!.Value.Value;
        }).ToList();

        List<bool> later = [.. outcomes.Skip(training)];
        var learnt = AreaByCounting(chances, later);
        Assert.True(learnt >= area - 0.01, $"learnt {learnt}, fitted here {area}");
        List<double> fitted = [.. scores.Select(score => 1 / (1 + Math.Exp(-score)))];
        var observed = (double)later.Count(outcome => outcome) / later.Count;
        var figures = $"learnt: area {learnt:F4}, mean {chances.Average():F4}, Brier {Brier(chances, later):F4}; "
            + $"fitted here: area {area:F4}, mean {fitted.Average():F4}, Brier {Brier(fitted, later):F4}; observed {observed:F4}";
        output.WriteLine(figures);
        Assert.True(Math.Abs(chances.Average() - observed) <= Math.Abs(fitted.Average() - observed) + 0.01, figures);
        Assert.True(Brier(chances, later) <= Brier(fitted, later), figures);

        // The report of the product says the same of the same predictions.
        var report = PredictionReport.Of([.. chances.Zip(later, (chance, happened) => new Prediction(chance, happened))], 0.95);
        Assert.Equal(learnt, report.Ranking!.Value.Area, 1e-10);
        Assert.Equal(Brier(chances, later), report.Calibration.Brier, 1e-10);
        Assert.Equal(5, report.Drift.Count);
    }

    private static double Brier(List<double> chances, List<bool> outcomes) =>
        chances.Zip(outcomes, (chance, outcome) => (chance - (outcome ? 1 : 0)) * (chance - (outcome ? 1 : 0))).Average();

    private static CustomerState CustomerOf(List<string> row)
    {
        var customer = new CustomerState(1);
        customer.Profile.Change([
            .. Numbers.Select((column, id) => new AttributeChange(id, AttributeValue.OfNumber(Number(row[column])))),
            .. Categories.Select((column, id) => new AttributeChange(Numbers.Length + id, AttributeValue.OfCategory($"{column}:{row[column]}"))),
        ]);
        return customer;
    }

    /// <summary>The regression, fitted once for all who compare with it.</summary>
    private static BankFit FitBank()
    {
        var rows = Read(Bank, ';');
        var training = (int)(0.8 * rows.Count);
        var outcomes = rows.ConvertAll(row => row[16] == "yes");
        var design = Code(rows, training, Numbers, Categories);
        var weights = Fit(design, outcomes, training);
        var scores = design.Skip(training).Select(row => row.Zip(weights, (x, w) => x * w).Sum()).ToList();
        return new BankFit(rows, outcomes, training, scores, AreaByCounting(scores, [.. outcomes.Skip(training)]));
    }

    private sealed record BankFit(List<List<string>> Rows, List<bool> Outcomes, int Training, List<double> Scores, double Area);

    private static List<double[]> Code(List<List<string>> rows, int training, int[] numbers, int[] categories)
    {
        var columns = new List<double[]> { rows.ConvertAll(_ => 1.0).ToArray() };
        columns.AddRange(numbers.Select(column => rows.Select(row => Number(row[column])).ToArray()));
        foreach (var column in categories)
        {
            columns.AddRange(rows.Take(training).Select(row => row[column]).Distinct().Skip(1).Select(level => rows.Select(row => row[column] == level ? 1.0 : 0).ToArray()));
        }

        foreach (var column in columns.Skip(1))
        {
            var mean = column.Take(training).Average();
            var deviation = Math.Sqrt(column.Take(training).Average(value => (value - mean) * (value - mean)));
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = (column[i] - mean) / deviation;
            }
        }

        return [.. Enumerable.Range(0, rows.Count).Select(row => columns.Select(column => column[row]).ToArray())];
    }

    private static double[] Fit(List<double[]> design, List<bool> outcomes, int training)
    {
        var width = design[0].Length;
        var weights = new double[width];
        for (var iteration = 0; iteration < 50; iteration++)
        {
            var system = new double[width, width + 1];
            for (var row = 0; row < training; row++)
            {
                var x = design[row];
                var p = 1 / (1 + Math.Exp(-x.Zip(weights, (value, weight) => value * weight).Sum()));
                for (var i = 0; i < width; i++)
                {
                    system[i, width] += ((outcomes[row] ? 1 : 0) - p) * x[i];
                    for (var j = 0; j < width; j++)
                    {
                        system[i, j] += p * (1 - p) * x[i] * x[j];
                    }
                }
            }

            if (Enumerable.Range(0, width).Max(i => Math.Abs(system[i, width])) < 1e-6)
            {
                return weights;
            }

            Eliminate(system, width);
            for (var i = 0; i < width; i++)
            {
                weights[i] += system[i, width];
            }
        }

        throw new InvalidOperationException("The regression of the test did not converge.");
    }

    /// <summary>Gauss and Jordan, with the largest pivot.</summary>
    private static void Eliminate(double[,] system, int width)
    {
        for (var column = 0; column < width; column++)
        {
            var pivot = Enumerable.Range(column, width - column).MaxBy(row => Math.Abs(system[row, column]));
            for (var k = 0; k <= width; k++)
            {
                (system[column, k], system[pivot, k]) = (system[pivot, k], system[column, k]);
            }

            for (var row = 0; row < width; row++)
            {
                var factor = system[row, column] / system[column, column];
                for (var k = column; k <= width && row != column; k++)
                {
                    system[row, k] -= factor * system[column, k];
                }
            }

            var scale = system[column, column];
            for (var k = column; k <= width; k++)
            {
                system[column, k] /= scale;
            }
        }
    }

    private static double AreaByCounting(List<double> scores, List<bool> outcomes)
    {
        var negatives = scores.Where((_, row) => !outcomes[row]).Order().ToArray();
        var (sum, positives) = (0.0, 0);
        for (var row = 0; row < scores.Count; row++)
        {
            if (outcomes[row])
            {
                var below = Bound(negatives, scores[row], orEqual: false);
                sum += (below + Bound(negatives, scores[row], orEqual: true)) / 2.0;
                positives++;
            }
        }

        return sum / positives / negatives.Length;
    }

    private static int Bound(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (orEqual && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<List<string>> Read(string path, char delimiter)
    {
        using var records = new CsvRecords(new StringReader(RealData.Read(path)), new CsvForm(delimiter, '"'));
        var rows = new List<List<string>>();
        _ = records.Read();
        while (records.Read() is { } record)
        {
            rows.Add(record.Fields.ConvertAll(field => field.ToString()));
        }

        return rows;
    }
}
