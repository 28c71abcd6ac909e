using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Learning;

/// <summary>What is recorded as a probability, against an enumeration of everything that could have been drawn and against many draws.</summary>
public sealed class ExplorationTests
{
    private const double Share = 0.3;
    private const double Temperature = 0.5;
    private const int Draws = 12_000;

    private static readonly Dictionary<string, double> Scores = new(StringComparer.Ordinal)
    {
        ["A"] = 0.9 * 1_000,
        ["B"] = 0.6 * 1_000,
        ["C"] = 0.5 * 1_000,
        ["D"] = 0.2 * 1_000,
    };

    private static readonly LearningRules Rules = new() { ExplorationShare = Share, Temperature = Temperature };

    public static TheoryData<string> Cases => ["alone", "one slot", "two slots", "held out", "excluding", "one per cluster"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_product_of_the_probabilities_is_that_of_the_whole_answer(string name)
    {
        var (definition, slots, heldOut, excluding) = Case(name);
        var expected = Enumerate(definition.Campaigns.Select(campaign => campaign.Id).ToList(), slots, heldOut, excluding);
        Assert.Equal(1, expected.Values.Sum(), 1e-12);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (strategy, decisions) in new ulong[] { 1, 42, 977 }.Select(seed => (Compile(definition with { Seed = seed }), Draws / 3)))
        {
            for (var number = 1; number <= decisions; number++)
            {
                var result = Decide(strategy, Ask(Customer(), limit: slots) with { Id = new DecisionId(3, number, 0) });
                var picks = PicksOf(result);
                Assert.Equal(expected[picks], result.Recommendations.Concat(result.Ghosts).Aggregate(1.0, (product, item) => product * item.Probability), 1e-12);
                seen[picks] = seen.GetValueOrDefault(picks) + 1;
            }
        }

        foreach (var (picks, probability) in expected)
        {
            var error = Math.Sqrt(probability * (1 - probability) / Draws);
            Assert.True(
                Math.Abs(((double)seen.GetValueOrDefault(picks) / Draws) - probability) <= (5 * error) + 1e-12,
                $"{picks}: expected {probability}, seen {seen.GetValueOrDefault(picks)} of {Draws}");
        }
    }

    [Fact]
    public void Without_exploration_the_best_takes_the_slot_with_certainty()
    {
        var result = Decide(Definition(Campaigns("A", "B", "C")), Ask(Customer(), limit: 2));
        Assert.Equal(["A", "B"], result.Campaigns());
        Assert.All(result.Recommendations, item => Assert.Equal(1, item.Probability));
    }

    [Fact]
    public void The_draw_is_replayed_to_the_same_bytes_in_both_gears()
    {
        var strategy = Compile(Definition(Campaigns("A", "B", "C", "D")) with { Learning = Rules with { ExplorationShare = 1 } });
        var orders = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; number <= 200; number++)
        {
            var (inputs, result) = Record(strategy, Ask(Customer(), limit: 3) with { Id = new DecisionId(3, number, 0) });
            foreach (var gear in Enum.GetValues<ConditionGear>())
            {
                Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result, gear).Verdict);
            }

            orders.Add(string.Join(',', Octant.Engine.Partitions.Formats.DecisionFormat.DecodeResult(result).Campaigns()));
        }

        Assert.True(orders.Count > 10, $"only {orders.Count} different answers were drawn");
    }

    [Fact]
    public void Scores_that_are_all_nothing_are_drawn_evenly()
    {
        var strategy = Compile(Definition([.. Campaigns("A", "B").Select(campaign => campaign with { Lever = 0 })]) with { Learning = Rules with { ExplorationShare = 1 } });
        for (var number = 1; number <= 20; number++)
        {
            Assert.Equal(0.5, Decide(strategy, Ask(Customer(), limit: 1) with { Id = new DecisionId(3, number, 0) }).Recommendations[0].Probability);
        }
    }

    [Fact]
    public void What_must_be_asked_of_owners_is_asked_at_once_for_all_that_may_be_drawn()
    {
        var definition = Definition(Campaigns("A", "B", "C")) with { Learning = Rules };
        definition = definition with { Offerings = [.. definition.Offerings.Select(offering => offering with { Stock = 5 })] };
        var needs = DecisionKernel.Decide(Compile(definition), Ask(Customer(), limit: 1)).Needs;
        Assert.Equal(["stock/P1", "stock/P2", "stock/P3"], needs.Select(need => need.Resource));
    }

    private static (StrategyDefinition Definition, int Slots, string? HeldOut, (string, string)? Excluding) Case(string name)
    {
        var all = Definition(Campaigns("A", "B", "C", "D")) with { Learning = Rules };
        return name switch
        {
            "alone" => (Definition(Campaigns("A")) with { Learning = Rules }, 1, null, null),
            "one slot" => (all, 1, null, null),
            "two slots" => (all, 2, null, null),
            "held out" => (all with { Campaigns = [.. all.Campaigns.Select(campaign => campaign.Id == "B" ? campaign with { HoldoutShare = 1 } : campaign)] }, 2, "B", null),
            "excluding" => (all.WithOffering("P1", offering => offering with { Excludes = ["P3"] }), 2, null, ("A", "C")),
            _ => (all.WithOffering("P2", offering => offering with { Cluster = "like" })
                    .WithOffering("P4", offering => offering with { Cluster = "like" })
                    .WithCaps(new Cap { Scope = CapScope.Cluster, Limit = 1, Rolling = TimeSpan.FromDays(1) }), 3, null, ("B", "D")),
        };
    }

    private static CampaignDefinition[] Campaigns(params string[] ids) =>
        [.. ids.Select(id => Campaign(id, $"P{id[0] - 'A' + 1}", Scores[id] / 1_000))];

    /// <summary>In the order in which they were drawn: those held out with a star.</summary>
    private static string PicksOf(DecisionResult result) => string.Join(
        ' ',
        result.Ranked.Where(ranked => ranked.Fate is Stage.Recommended or Stage.Holdout).Select(ranked => ranked.Campaign + (ranked.Fate == Stage.Holdout ? "*" : "")));

    /// <summary>Every order of picks with its probability: the share that explores by softmax, the rest by the best.</summary>
    private static Dictionary<string, double> Enumerate(List<string> candidates, int slots, string? heldOut, (string One, string Other)? excluding)
    {
        var all = new Dictionary<string, double>(StringComparer.Ordinal);
        Draw([], slots, Share, 1 - Share);
        return all;

        void Draw(List<string> picks, int left, double exploring, double taking)
        {
            var fitting = candidates.Where(id => !picks.Contains(id) && !picks.Contains(id + "*") && !Clashes(id, picks)).OrderByDescending(id => Scores[id]).ToList();
            if (left == 0 || fitting.Count == 0)
            {
                if (exploring + taking > 0)
                {
                    all[string.Join(' ', picks)] = exploring + taking;
                }

                return;
            }

            var best = Scores[fitting[0]];
            var weights = fitting.ConvertAll(id => Math.Exp((Scores[id] - best) / (Temperature * best)));
            for (var i = 0; i < fitting.Count; i++)
            {
                var held = fitting[i] == heldOut;
                Draw([.. picks, fitting[i] + (held ? "*" : "")], held ? left : left - 1, exploring * weights[i] / weights.Sum(), i == 0 ? taking : 0);
            }
        }

        bool Clashes(string id, List<string> picks) =>
            excluding is var (one, other) && ((id == one && picks.Contains(other)) || (id == other && picks.Contains(one)));
    }
}
