namespace Octant.Engine.Tests.Statistics;

/// <summary>Draws that are the same on every machine, from a seed.</summary>
internal sealed class Draws(ulong seed)
{
    private ulong _next = StableHash.Mix(seed);

    public double Unit() => StableHash.ToUnit(StableHash.Mix(_next++ * 0x9E3779B97F4A7C15UL));

    public double Normal() => Engine.Statistics.NormalDistribution.Quantile(Math.Max(1e-300, Unit()));

    public bool Chance(double probability) => Unit() < probability;

    public long Binomial(int trials, double probability)
    {
        var successes = 0;
        for (var i = 0; i < trials; i++)
        {
            successes += Chance(probability) ? 1 : 0;
        }

        return successes;
    }
}
