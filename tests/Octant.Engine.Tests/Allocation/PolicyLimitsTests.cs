using Octant.Engine.Allocation;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Decisions;
using Octant.Engine.Tests.Policies;
using Octant.Engine.Tests.Properties;
using Octant.Engine.Tests.Statistics;

namespace Octant.Engine.Tests.Allocation;

/// <summary>What one customer is allocated together is exactly what decisions, one after another, would have granted.</summary>
public sealed class PolicyLimitsTests
{
    private const int Most = 3;

    private static readonly string[] Channels = ["sms", "mail"];

    public static TheoryData<int> AllSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_set_of_contacts_fits_the_limits_exactly_where_the_ledger_grants_it(int seed)
    {
        var draws = new Draws((ulong)seed);
        for (var world = 0; world < 20; world++)
        {
            var strategy = World.Compile(Definition(draws));
            List<CampaignOption> options = [.. strategy.Campaigns.SelectMany(campaign => campaign.Options).Where(option => Channels.Contains(option.Channel.Id))];
            var limits = new PolicyLimits(strategy, options, World.Noon, Most);
            for (var i = 0; i < 10; i++)
            {
                var customer = World.Customer(i).Contacted([.. Enumerable.Range(0, Pick(draws, 5)).Select(_ => Past(draws, options))]);
                var headroom = limits.Limits.Select(limit => (byte)limit.Most).ToArray();
                limits.Measure(customer, strategy.Zone, headroom);
                for (var trial = 0; trial < 30; trial++)
                {
                    var set = Enumerable.Range(0, options.Count).Where(_ => draws.Chance(0.3)).Take(Most).ToList();
                    var fits = limits.Limits.Zip(headroom).All(pair => set.Count(option => pair.First.Options.Contains(option)) <= pair.Second);
                    Assert.True(fits == IsGranted(strategy, customer, [.. set.Select(number => options[number])]), $"{string.Join(", ", set)}; world {world}, seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void With_one_contact_for_each_customer_nothing_is_left_to_limit()
    {
        var strategy = World.Compile(World.Definition(World.Campaign("C1")).WithCaps(new Cap { Limit = 1, Rolling = TimeSpan.FromDays(1) }));
        Assert.Empty(new PolicyLimits(strategy, strategy.Campaigns[0].Options, World.Noon, 1).Limits);
    }

    [Fact]
    public void What_is_open_is_what_a_decision_would_weigh_and_nothing_of_a_holdout()
    {
        var strategy = World.Compile(World.Definition(
            World.Campaign("C1"), World.Campaign("C2", "P2", 0.2) with { Audience = "customer.arpu > 100.0" }, World.Campaign("C3", "P3") with { HoldoutShare = 1 }));
        var found = new List<OpenOffer>();
        DecisionKernel.FindOpenOffers(strategy, World.Ask(World.Customer(), "sms"), new DecisionScratch(), found);
        Assert.Equal([("C1", "P1", "sms", 100.0)], found.Select(offer => (offer.Option.Campaign, offer.Option.Offering.Id, offer.Option.Channel.Id, Math.Round(offer.Score, 9))));

        DecisionKernel.FindOpenOffers(strategy, World.Ask(World.Customer().Consenting(ConsentState.Refused), "sms"), new DecisionScratch(), found);
        Assert.Single(found);
    }

    [Fact]
    public void A_plan_made_at_night_counts_on_channels_that_are_closed_then()
    {
        var definition = World.Definition(World.Campaign("C1"));
        var day = new DailyHours(new TimeOnly(9, 0), new TimeOnly(18, 0), []);
        var strategy = World.Compile(definition with { Channels = [.. definition.Channels.Select(channel => channel with { Hours = [day] })] });
        var night = World.Ask(World.Customer(), "sms") with { Now = World.Noon + TimeSpan.FromHours(14) };
        Assert.Empty(DecisionKernel.Decide(strategy, night).Result!.Recommendations);

        var found = new List<OpenOffer>();
        DecisionKernel.FindOpenOffers(strategy, night, new DecisionScratch(), found);
        Assert.Single(found);
    }

    private static bool IsGranted(Strategy strategy, CustomerState customer, IReadOnlyList<CampaignOption> set)
    {
        var reserved = new List<Contact>();
        var picked = new List<PickedOffer>();
        foreach (var option in set)
        {
            var proposed = new ProposedContact(option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, ContactPolicy.MarketingClass, option.Channel.Id, World.Noon);
            if (strategy.Caps.Test(proposed, customer.Ledger.AsSpan(), reserved.ToArray(), strategy.Zone) is not null
                || ProductCheck.Test(strategy.Catalog, customer, option.Offering, option.Promotion, World.Noon, picked.ToArray()) is not null)
            {
                return false;
            }

            reserved.Add(proposed.ToContact());
            picked.Add(new PickedOffer(option.Offering.Id, option.Promotion?.Id));
        }

        return true;
    }

    private static StrategyDefinition Definition(Draws draws)
    {
        var definition = World.Definition(World.Campaign("C1"), World.Campaign("C2", "P2"), World.Campaign("C3", "P3"), World.Campaign("C4"));
        definition = draws.Chance(0.5) ? definition.WithOffering("P2", offering => offering with { Excludes = ["P3"] }) : definition;
        definition = draws.Chance(0.5) ? definition.WithOffering("P3", offering => offering with { Cluster = "K-P2" }) : definition;
        return definition.WithCaps([.. Enumerable.Range(0, 1 + Pick(draws, 3)).Select(_ => CapOf(draws))]);
    }

    private static Cap CapOf(Draws draws)
    {
        var isRolling = draws.Chance(0.5);
        var scope = (CapScope)Pick(draws, 6);
        return new Cap
        {
            Scope = scope,
            Subject = scope == CapScope.Campaign && draws.Chance(0.3) ? "C1" : null,
            Limit = 1 + Pick(draws, 3),
            Rolling = isRolling ? TimeSpan.FromHours(1 + Pick(draws, 72)) : null,
            Calendar = isRolling ? null : (CalendarUnit)Pick(draws, 3),
            Channels = draws.Chance(0.3) ? ["sms"] : [],
        };
    }

    private static Contact Past(Draws draws, List<CampaignOption> options)
    {
        var option = options[Pick(draws, options.Count)];
        return TestContacts.Contact(
            World.Noon + TimeSpan.FromHours(-40 + Pick(draws, 60)), option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, channel: option.Channel.Id, state: ContactState.Sent);
    }

    private static int Pick(Draws draws, int count) => (int)(draws.Unit() * count);
}
