using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Silence carries the reason that helps most.</summary>
public sealed class SilenceTests
{
    private static readonly CampaignDefinition Reachable = Campaign("C2", "P2");
    private static readonly CampaignDefinition OutOfReach = Campaign("C1") with { Audience = "customer.arpu > 100" };

    [Fact]
    public void Nothing_at_all_is_no_candidates() => Assert.Equal(Reasons.NoCandidates, Decide(Definition(), Ask(Customer())).Silence);

    [Fact]
    public void The_reason_is_that_of_the_option_that_came_furthest_of_the_campaigns_that_match()
    {
        var capped = Definition(OutOfReach, Reachable).WithCaps(Rolling(1, TimeSpan.FromDays(7)));
        Assert.Equal(Reasons.Cap, Decide(capped, Ask(Customer().Contacted(Contact(Noon)))).Silence);
        Assert.Equal(Reasons.NoCampaignMatches, Decide(Definition(OutOfReach), Ask(Customer())).Silence);
    }

    [Fact]
    public void Where_no_campaign_is_in_force_that_is_the_reason_and_where_one_is_it_does_not_match()
    {
        var paused = Reachable with { Id = "C3", Status = CampaignStatus.Paused };
        var later = Reachable with { Id = "C4", Start = Noon + TimeSpan.FromHours(2) };
        var over = Reachable with { Id = "C5", End = Noon };
        Assert.Equal(Reasons.CampaignPaused, Silence(paused));
        Assert.Equal(Reasons.CampaignNotStarted, Silence(paused, later));
        Assert.Equal(Reasons.CampaignOver, Silence(paused, over));
        Assert.Equal(Reasons.NoCampaignMatches, Silence(later, over));
        Assert.Equal(Reasons.NoCampaignMatches, Silence(paused, OutOfReach));

        static string? Silence(params CampaignDefinition[] campaigns) => Decide(Definition(campaigns), Ask(Customer())).Silence;
    }

    [Theory]
    [InlineData("case", Reasons.CaseOpen)]
    [InlineData("suspended", Reasons.CustomerSuspended)]
    [InlineData("black list", Reasons.NeverOffer)]
    [InlineData("closed", Reasons.CustomerClosed)]
    public void The_customers_situation_comes_first_even_where_campaigns_fell_earlier(string situation, string expected)
    {
        var customer = Customer();
        switch (situation)
        {
            case "case":
                customer.OpenCases.Add("fault");
                break;
            case "black list":
                customer.NeverOffer = true;
                break;
            default:
                customer.Status = situation == "closed" ? CustomerStatus.Closed : CustomerStatus.Suspended;
                break;
        }

        Assert.Equal(expected, Decide(Definition(OutOfReach, Reachable), Ask(customer)).Silence);
        Assert.Equal(expected, Decide(Definition(OutOfReach), Ask(customer)).Silence);
    }

    [Fact]
    public void A_situation_that_silences_marketing_is_not_the_reason_where_only_service_was_considered()
    {
        var customer = Customer();
        customer.OpenCases.Add("fault");
        var service = OutOfReach with { Class = ContactPolicy.ServiceClass };
        Assert.Equal(Reasons.NoCampaignMatches, Decide(Definition(service), Ask(customer)).Silence);
        Assert.Null(Decide(Definition(service with { Audience = null }, Reachable), Ask(customer)).Silence);
    }

    [Fact]
    public void Global_holdout_is_the_reason_when_it_took_the_winner() =>
        Assert.Equal(Reasons.GlobalHoldout, Decide(Definition(OutOfReach, Reachable, Campaign("C3", "P3")) with { GlobalHoldoutShare = 1 }, Ask(Customer())).Silence);

    [Fact]
    public void Whoever_gets_something_meets_no_silence() => Assert.Null(Decide(Definition(OutOfReach, Reachable), Ask(Customer())).Silence);
}
