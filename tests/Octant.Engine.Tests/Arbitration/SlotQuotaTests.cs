using Octant.Engine.Arbitration;
using Octant.Engine.Channels;
using Octant.Engine.Offers;

namespace Octant.Engine.Tests.Arbitration;

public sealed class SlotQuotaTests
{
    [Theory]
    [InlineData("GSBO", 4, 4, "GSBO")]
    [InlineData("OBSG", 4, 4, "GSBO")] // by tier first, then by score
    [InlineData("SSSS", 4, 4, "SS")] // gold's slot falls to silver; bronze's and ordinary's never rise
    [InlineData("OOOO", 4, 4, "OOOO")] // everything falls to ordinary
    [InlineData("GGGG", 4, 4, "G")] // nothing rises to gold
    [InlineData("GBB", 4, 4, "GBB")] // silver's falls to bronze
    [InlineData("GSBO", 4, 2, "GS")] // the request's limit leaves the lower tiers short
    [InlineData("BOBO", 4, 2, "BB")]
    [InlineData("GSBO", 2, 4, "GS")]
    [InlineData("GGSS", 6, 6, "GSGS")] // two slots beyond the quota's sum are open to all, bronze's and ordinary's stay empty
    [InlineData("", 4, 4, "")]
    [InlineData("GGGG", 0, 4, "")]
    [InlineData("GGGG", 4, 0, "")]
    [InlineData("GGGG", 4, -1, "")]
    public void One_slot_for_each_tier(string candidates, int slots, int limit, string expected) =>
        Assert.Equal(expected, Arrange(candidates, slots, limit, new TierQuota(1, 1, 1, 1)));

    [Theory]
    [InlineData("OGSBOG", 3, "GSB")]
    [InlineData("OGSBOG", 9, "GSBOOG")]
    public void Slots_beyond_the_quota_are_open_to_all_by_score(string candidates, int slots, string expected) =>
        Assert.Equal(expected, Arrange(candidates, slots, slots, new TierQuota(1, 1, 1, 0)));

    [Fact]
    public void Without_a_quota_all_tiers_compete_for_all_slots() =>
        Assert.Equal("OGS", Arrange("OGSB", 3, 9, null));

    [Fact]
    public void A_quota_above_the_slots_serves_the_higher_tiers() =>
        Assert.Equal("GGS", Arrange("SSSGG", 3, 9, new TierQuota(2, 2, 2, 2)));

    /// <summary>Fills slots as a decision does: the best candidate left that the slot admits.</summary>
    private static string Arrange(string candidates, int slots, int limit, TierQuota? quota)
    {
        var left = candidates.ToList();
        var taken = "";
        for (var walk = new SlotQuota(slots, limit, quota); walk.IsOpen;)
        {
            var best = left.FindIndex(letter => walk.Admits(TierOf(letter)));
            if (best < 0)
            {
                walk.PassDown();
            }
            else
            {
                taken += left[best];
                left.RemoveAt(best);
                var isLast = walk.IsLast;
                walk.Fill();
                Assert.False(isLast && walk.IsOpen);
            }
        }

        return taken;
    }

    private static Tier TierOf(char letter) => (Tier)"GSBO".IndexOf(letter, StringComparison.Ordinal);
}
