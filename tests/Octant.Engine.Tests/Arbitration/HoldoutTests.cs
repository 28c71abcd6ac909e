using Octant.Engine.Arbitration;

namespace Octant.Engine.Tests.Arbitration;

public sealed class HoldoutTests
{
    private const int Customers = 100_000;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_share_is_held_for_every_seed(double share)
    {
        // Five standard deviations of a binomial.
        var tolerance = 5 * Math.Sqrt(share * (1 - share) / Customers);
        foreach (var seed in new ulong[] { 0, 1, 2, 20_260_610, ulong.MaxValue })
        {
            Assert.InRange(ShareOf(Holdout.OfCampaign(seed, "spring", share)), share - tolerance, share + tolerance);
            Assert.InRange(ShareOf(Holdout.OfAllMarketing(seed, share)), share - tolerance, share + tolerance);
        }
    }

    [Fact]
    public void Campaigns_hold_out_independently_of_each_other_and_of_the_global_holdout()
    {
        var holdouts = new[]
        {
            Holdout.OfCampaign(7, "spring", 0.2), Holdout.OfCampaign(7, "summer", 0.2), Holdout.OfCampaign(7, "", 0.2),
            Holdout.OfCampaign(8, "spring", 0.2), Holdout.OfAllMarketing(7, 0.2),
        };
        for (var i = 0; i < holdouts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var both = Enumerable.Range(0, Customers).Count(customer => holdouts[i].Holds(customer) && holdouts[j].Holds(customer));
                Assert.InRange(both / (double)Customers, 0.04 - 0.0031, 0.04 + 0.0031);
            }
        }
    }

    [Fact]
    public void A_larger_share_keeps_everybody_whom_a_smaller_one_held_out() =>
        Assert.All(
            Enumerable.Range(0, 1_000).Where(customer => Holdout.OfCampaign(7, "spring", 0.1).Holds(customer)),
            customer => Assert.True(Holdout.OfCampaign(7, "spring", 0.2).Holds(customer)));

    [Fact]
    public void Nobody_and_everybody()
    {
        Assert.Equal(0, ShareOf(Holdout.OfCampaign(7, "spring", 0)));
        Assert.Equal(1, ShareOf(Holdout.OfCampaign(7, "spring", 1)));
    }

    [Fact]
    public void Assignment_is_the_same_for_ever() =>
        Assert.Equal([4, 16, 21, 29, 39, 50, 56, 59], Enumerable.Range(0, 60).Where(customer => Holdout.OfCampaign(7, "spring", 0.1).Holds(customer)));

    private static double ShareOf(Holdout holdout) => Enumerable.Range(0, Customers).Count(customer => holdout.Holds(customer)) / (double)Customers;
}
