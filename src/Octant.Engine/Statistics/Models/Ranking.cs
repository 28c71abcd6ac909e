namespace Octant.Engine.Statistics.Models;

/// <summary>The chance that one who responded is ranked above one who did not; ties count half.</summary>
/// <param name="StandardError">By the placements of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988).</param>
public readonly record struct RankingQuality(double Area, double StandardError, Interval Interval);

/// <summary>One tenth of the customers, the most promising first.</summary>
/// <param name="Lift">Their response as a multiple of everybody's.</param>
/// <param name="Captured">The share of all responses in this and the tenths before it.</param>
public readonly record struct LiftDecile(int Customers, long Responses, double Rate, double Lift, double Captured);

/// <summary>How well scores put those who respond before those who do not.</summary>
public static class Ranking
{
    private const int Deciles = 10;

    /// <summary>The area under the receiver operating characteristic; null where all or none responded.</summary>
    public static RankingQuality? Area(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes, double confidence)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(row => scores[row]).ToArray();
        var positives = outcomes.Count(outcome => outcome);
        var negatives = outcomes.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        // For each who responded the share of the others below, and the other way round; ties count half.
        var (above, below) = (default(Moments), default(Moments));
        var (seenPositives, seenNegatives) = (0, 0);
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            var (tiedPositives, tiedNegatives) = (0, 0);
            while (to < order.Length && scores[order[to]] == scores[order[from]])
            {
                _ = outcomes[order[to++]] ? tiedPositives++ : tiedNegatives++;
            }

            for (var i = 0; i < tiedPositives; i++)
            {
                above.Add((seenNegatives + (tiedNegatives / 2.0)) / negatives);
            }

            for (var i = 0; i < tiedNegatives; i++)
            {
                below.Add((positives - seenPositives - (tiedPositives / 2.0)) / positives);
            }

            (seenPositives, seenNegatives) = (seenPositives + tiedPositives, seenNegatives + tiedNegatives);
            from = to;
        }

        var error = Math.Sqrt((above.Variance / positives) + (below.Variance / negatives));
        var half = NormalDistribution.Critical(confidence) * error;
        return new RankingQuality(above.Mean, error, new Interval(Math.Max(0, above.Mean - half), Math.Min(1, above.Mean + half)));
    }

    /// <summary>Tenths by falling score; equal scores in the order of the rows.</summary>
    public static IReadOnlyList<LiftDecile> Lift(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(row => scores[row]).ToArray();
        var all = outcomes.Count(outcome => outcome);
        var deciles = new List<LiftDecile>();
        var captured = 0L;
        for (var decile = 0; decile < Deciles; decile++)
        {
            var from = (int)((long)order.Length * decile / Deciles);
            var to = (int)((long)order.Length * (decile + 1) / Deciles);
            var responses = 0L;
            for (var i = from; i < to; i++)
            {
                responses += outcomes[order[i]] ? 1 : 0;
            }

            captured += responses;
            var rate = to > from ? (double)responses / (to - from) : 0;
            deciles.Add(new LiftDecile(to - from, responses, rate, all > 0 ? rate * order.Length / all : 0, all > 0 ? (double)captured / all : 0));
        }

        return deciles;
    }
}
