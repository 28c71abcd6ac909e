using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

/// <summary>What a change of a few campaigns takes over of the many is what counting and sorting all of them would give.</summary>
public sealed class CampaignChangeTests
{
    [Fact]
    public void A_place_counted_by_changes_is_the_place_counted_whole()
    {
        var random = new Random(7);
        var standing = new Dictionary<string, CompiledCampaign>(StringComparer.Ordinal);
        var tally = PlaceTally.None;
        var recounted = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var ids = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"C{random.Next(12)}").Distinct().ToList();
            var removed = ids.Where(standing.ContainsKey).Select(id => standing[id]).ToList();
            var added = ids.Where(_ => random.Next(3) > 0).Select(id => Somehow(id, random)).ToList();
            removed.ForEach(campaign => standing.Remove(campaign.Definition.Id));
            added.ForEach(campaign => standing.Add(campaign.Definition.Id, campaign));

            var changed = tally.With(removed, added);
            recounted += changed is null ? 1 : 0;
            tally = changed ?? PlaceTally.Of(standing.Values);

            Assert.Equal(PlaceTally.Of(standing.Values), tally);
            Assert.Equal(standing.Values.Aggregate(PlaceSituation.Unused, (all, campaign) => all.With(PlaceSituation.Of(campaign.Definition))), tally.Situation);
        }

        Assert.InRange(recounted, 1, 1_900);
    }

    [Fact]
    public void A_campaign_is_found_as_it_is_now_however_many_changes_there_were()
    {
        var random = new Random(8);
        var expected = Enumerable.Range(0, 300).ToDictionary(number => $"C{number:D3}", number => Campaign($"C{number:D3}"), StringComparer.Ordinal);
        var strategy = Compile(Definition([.. expected.Values]));
        for (var change = 0; change < 400; change++)
        {
            var id = $"C{random.Next(320):D3}";
            if (random.Next(3) == 0)
            {
                expected.Remove(id);
            }
            else
            {
                expected[id] = Campaign(id) with { Lever = change };
            }

            strategy = StrategyCompiler.Compile(strategy.Definition with { Campaigns = [.. expected.Values] }, strategy).Strategy!;
            Assert.All(Enumerable.Range(0, 320).Select(number => $"C{number:D3}"), one => Assert.Same(expected.GetValueOrDefault(one), strategy.Campaign(one)?.Definition));
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), strategy.Campaigns.Select(campaign => campaign.Definition.Id));
        }
    }

    [Theory]
    [InlineData("b d f", "", "b d f")]
    [InlineData("", "a+ c+", "a c")]
    [InlineData("b d f", "a+ g+", "a b d f g")]
    [InlineData("b d f", "b- f-", "d")]
    [InlineData("b d f", "c+ d- e- f+", "b c f")]
    [InlineData("b d f", "a- c- h-", "b d f")]
    public void An_array_in_order_stays_in_order_after_a_change(string before, string changes, string after)
    {
        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var by = new SortedList<string, string?>(StringComparer.Ordinal);
        foreach (var change in Words(changes))
        {
            by[change[..1]] = change[1] == '+' ? change[..1] : null;
        }

        string[] ordered = Words(before);
        Assert.Equal(Words(after), OrderedById.After(ordered, by, text => text));
        Assert.All(ordered, text => Assert.Same(text, OrderedById.Find<string>(ordered, text, one => one)));
        Assert.Null(OrderedById.Find<string>(ordered, "c", one => one));
    }

    private static CompiledCampaign Somehow(string id, Random random) => Compile(Definition(Campaign(id) with
    {
        Status = random.Next(3) == 0 ? CampaignStatus.Paused : CampaignStatus.Live,
        Class = random.Next(3) == 0 ? ContactPolicy.ServiceClass : ContactPolicy.MarketingClass,
        Start = Noon - TimeSpan.FromDays(random.Next(1, 4)),
        End = Noon + TimeSpan.FromDays(random.Next(1, 4)),
    })).Campaigns[0];
}
