using Octant.Engine.Statistics;

namespace Octant.Engine.Tests.Statistics;

public sealed class SuccessForecastTests
{
    [Theory]
    [InlineData(40, 0.02, 0.30)]
    [InlineData(200, 0.01, 0.10)]
    [InlineData(1_000, 0.001, 0.05)]
    [InlineData(300, 0.70, 0.99)]
    public void The_interval_is_that_of_the_exact_distribution_to_one_count(int trials, double least, double most)
    {
        var chances = Enumerable.Range(0, trials).Select(i => least + ((most - least) * i / (trials - 1))).ToArray();
        var forecast = new SuccessForecast();
        double[] exact = [1];
        foreach (var chance in chances)
        {
            forecast.Add(chance);
            var next = new double[exact.Length + 1];
            for (var k = 0; k < exact.Length; k++)
            {
                next[k] += exact[k] * (1 - chance);
                next[k + 1] += exact[k] * chance;
            }

            exact = next;
        }

        Assert.Equal(chances.Sum(), forecast.Mean, 1e-9);
        foreach (var confidence in new[] { 0.8, 0.95, 0.99 })
        {
            var interval = forecast.Interval(confidence);
            Assert.InRange(interval.Low, Quantile((1 - confidence) / 2) - 1, Quantile((1 - confidence) / 2) + 1);
            Assert.InRange(interval.High, Quantile((1 + confidence) / 2) - 1, Quantile((1 + confidence) / 2) + 1);
        }

        int Quantile(double probability)
        {
            var sum = 0.0;
            for (var k = 0; ; k++)
            {
                sum += exact[k];
                if (sum >= probability)
                {
                    return k;
                }
            }
        }
    }

    [Fact]
    public void Certain_trials_have_no_width_and_sums_of_forecasts_are_forecasts_of_sums()
    {
        var certain = new SuccessForecast();
        certain.Add(1);
        certain.Add(0);
        Assert.Equal(new Interval(1, 1), certain.Interval(0.95));

        var (left, right, whole) = (new SuccessForecast(), new SuccessForecast(), new SuccessForecast());
        for (var i = 1; i < 60; i++)
        {
            (i % 2 == 0 ? ref left : ref right).Add(i / 100.0);
            whole.Add(i / 100.0);
        }

        left.Add(right);
        Assert.Equal((whole.Trials, whole.Interval(0.9)), (left.Trials, left.Interval(0.9)));
        Assert.Equal(whole.Mean, left.Mean, 1e-12);
    }
}
