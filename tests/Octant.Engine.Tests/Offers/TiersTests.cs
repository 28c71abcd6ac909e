using Octant.Engine.Offers;

namespace Octant.Engine.Tests.Offers;

public sealed class TiersTests
{
    [Theory]
    [InlineData(10, 10, 10, Tier.Gold)]
    [InlineData(8, 8, 8, Tier.Gold)]
    [InlineData(10, 10, 3, Tier.Silver)]
    [InlineData(6, 6, 6, Tier.Silver)]
    [InlineData(10, 7, 0, Tier.Bronze)]
    [InlineData(3, 3, 3, Tier.Bronze)]
    [InlineData(8, 0, 0, Tier.Ordinary)]
    [InlineData(0, 0, 0, Tier.Ordinary)]
    public void Importance_makes_the_tier(int revenue, int company, int customer, Tier tier) =>
        Assert.Equal(tier, Tiers.Of(new ProductNeeds { RevenueImportance = revenue, CompanyPriority = company, CustomerAttention = customer }));

    [Fact]
    public void A_tier_set_by_hand_goes_before_importance()
    {
        var offering = new Offering { Id = "o", Name = "o", Needs = new ProductNeeds { RevenueImportance = 10, CompanyPriority = 10, CustomerAttention = 10 } };
        Assert.Equal(Tier.Gold, Tiers.Of(offering));
        Assert.Equal(Tier.Bronze, Tiers.Of(offering with { Tier = Tier.Bronze }));
    }
}
