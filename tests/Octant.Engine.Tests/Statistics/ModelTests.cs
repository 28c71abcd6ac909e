using Octant.Engine.Statistics.Models;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Statistics;

public sealed class ModelTests
{
    public static TheoryData<int> AllSeeds => Seeds.All;

    // Two groups: the logistic model without a penalty says their own rates. 30/100 and 60/100.
    [Fact]
    public void A_model_of_one_flag_gives_back_the_rates_of_its_two_groups()
    {
        var model = LogisticRegression.Fit(
            (row, features) => features[0] = row < 100 ? 0 : 1, 1, 200, row => row < 100 ? row < 30 : row < 160, penalty: 0)!;

        Assert.Equal(0.3, model.Predict([0]), 1e-7);
        Assert.Equal(0.6, model.Predict([1]), 1e-7);
        Assert.Equal(Math.Log(0.6 / 0.4) - Math.Log(0.3 / 0.7), model.Weights[0], 1e-6);
    }

    [Fact]
    public void Separable_classes_have_bounded_weights_under_a_penalty_and_no_wrong_side()
    {
        LogisticRegression.FeatureSource source = (row, features) => features[0] = row - 9.5;
        var model = LogisticRegression.Fit(source, 1, 20, row => row >= 10, penalty: 1)!;

        Assert.True(model.LargestGradient < LogisticRegression.Tolerance);
        Assert.InRange(model.Weights[0], 0.1, 5);
        Assert.True(model.Predict([-0.5]) < 0.5 && model.Predict([0.5]) > 0.5);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void The_area_is_the_share_of_pairs_in_the_right_order(int seed)
    {
        var draws = new Draws((ulong)seed);
        for (var trial = 0; trial < 50; trial++)
        {
            var scores = Enumerable.Range(0, 60).Select(_ => Math.Round(draws.Unit(), 1)).ToList();
            var outcomes = scores.ConvertAll(score => draws.Chance(score));
            var (right, pairs) = (0.0, 0);
            for (var i = 0; i < scores.Count; i++)
            {
                for (var j = 0; j < scores.Count; j++)
                {
                    if (outcomes[i] && !outcomes[j])
                    {
                        right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                        pairs++;
                    }
                }
            }

            Assert.Equal(right / pairs, Ranking.Area(scores, outcomes, 0.95)!.Value.Area, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void The_interval_of_the_area_holds_the_truth_as_often_as_it_says(int seed)
    {
        // Two normals a deviation apart: the area is Φ(1/√2) = 0.7602.
        const int Trials = 1000;
        var draws = new Draws((ulong)seed);
        var held = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var outcomes = Enumerable.Range(0, 150).Select(i => i < 50).ToList();
            var scores = outcomes.ConvertAll(outcome => draws.Normal() + (outcome ? 1 : 0));
            held += Ranking.Area(scores, outcomes, 0.95)!.Value.Interval.Contains(0.76024993890652) ? 1 : 0;
        }

        Assert.True(held is > 915 and < 980, $"{held} of {Trials} intervals hold the truth; seed {seed}");
    }

    [Fact]
    public void True_probabilities_are_calibrated_and_exaggerated_ones_are_not()
    {
        var draws = new Draws(5);
        var truth = Enumerable.Range(0, 20_000).Select(_ => draws.Unit()).ToList();
        var outcomes = truth.ConvertAll(probability => draws.Chance(probability));
        var right = Calibration.Of(truth, outcomes, 0.5, 0.95);
        Assert.InRange(right.Slope!.Value, 0.95, 1.05);
        Assert.InRange(right.Intercept!.Value, -0.06, 0.06);
        Assert.True(right.Brier < right.BrierOfBaseRate && right.LogLoss < right.LogLossOfBaseRate);
        Assert.True(right.Bins.Count(bin => bin.Interval.Contains(bin.Predicted)) >= 7);

        // Odds squared: twice as sure as right.
        var sure = truth.ConvertAll(p => p * p / ((p * p) + ((1 - p) * (1 - p))));
        Assert.InRange(Calibration.Of(sure, outcomes, 0.5, 0.95).Slope!.Value, 0.47, 0.53);
    }

    [Fact]
    public void Lift_counts_every_customer_and_every_response_once()
    {
        var draws = new Draws(9);
        var scores = Enumerable.Range(0, 1003).Select(_ => draws.Unit()).ToList();
        var outcomes = scores.ConvertAll(score => draws.Chance(score * score));
        var deciles = Ranking.Lift(scores, outcomes);

        Assert.Equal(10, deciles.Count);
        Assert.Equal(1003, deciles.Sum(decile => decile.Customers));
        Assert.Equal(outcomes.Count(outcome => outcome), deciles.Sum(decile => decile.Responses));
        Assert.Equal(1, deciles[^1].Captured);
        Assert.True(deciles[0].Lift > 1.5 && deciles[^1].Lift < 0.5);
    }

    [Fact]
    public void A_distribution_that_stays_is_stable_and_one_that_moves_has_shifted()
    {
        var draws = new Draws(3);
        var before = Enumerable.Range(0, 5000).Select(_ => draws.Normal()).ToArray();
        var same = Enumerable.Range(0, 5000).Select(_ => draws.Normal()).ToArray();
        var moved = Array.ConvertAll(same, value => value + 1);

        Assert.True(Stability.OfNumbers(before, same) < Stability.Stable);
        Assert.True(Stability.OfNumbers(before, moved) > Stability.Shifted);
        Assert.Equal(0, Stability.OfCodes([0, 1, 1, -1], [1, -1, 0, 1], 2), 1e-15);
        Assert.True(Stability.OfCodes([0, 0, 0, 1], [1, 1, 1, 0], 2) > Stability.Stable);
    }

    [Fact]
    public void Drift_follows_the_order_of_time_and_tells_what_customers_did_from_what_was_predicted()
    {
        // One in five accepts throughout; from the third stretch on three times as many are predicted to, and at last nobody does.
        var predictions = Enumerable.Range(0, 500).Select(i => new Prediction((i < 200 ? 0.2 : 0.6) + (i % 2 == 0 ? 0.1 : -0.1), i < 400 && i % 5 == 0)).ToList();

        var drift = PredictionReport.Of(predictions, 0.95).Drift;

        Assert.Equal([100, 100, 100, 100, 100], drift.Select(stretch => stretch.Outcomes));
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0.0], drift.Select(stretch => stretch.Observed));
        Assert.Equal([0.2, 0.2, 0.6, 0.6, 0.6], drift.Select(stretch => Math.Round(stretch.Predicted, 12)));
        Assert.Equal(0, drift[1].ScoreShift, 9);
        Assert.True(drift[2].ScoreShift > Stability.Shifted, $"{drift[2].ScoreShift}");
        Assert.Single(PredictionReport.Of(predictions[..60], 0.95).Drift);
    }
}
