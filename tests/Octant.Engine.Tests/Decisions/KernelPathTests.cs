using System.Globalization;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

/// <summary>A decision by the index, one by the linear evaluation and one by the interpreter have the same bytes.</summary>
public sealed class KernelPathTests
{
    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void All_paths_make_the_same_decision(int seed)
    {
        var generator = new GeneratedWorld(seed);
        var scratch = new DecisionScratch();
        var silences = new HashSet<string?>(StringComparer.Ordinal);
        for (var round = 0; round < 60; round++)
        {
            var strategy = generator.Strategy();
            for (var i = 0; i < 25; i++)
            {
                var inputs = generator.Inputs();
                var indexed = DecisionKernel.Decide(strategy, inputs, scratch: scratch);
                var linear = DecisionKernel.Decide(strategy, inputs, new Nowhere(), scratch: scratch);
                var reference = DecisionKernel.Decide(strategy, inputs, gear: ConditionGear.Reference, scratch: scratch);
                var problem = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}, decision {i}");
                Assert.True(BytesOf(indexed).SequenceEqual(BytesOf(linear)), problem);
                Assert.True(BytesOf(indexed).SequenceEqual(BytesOf(reference)), problem);
                silences.Add(indexed.Result?.Silence);
            }
        }

        Assert.Superset(new HashSet<string?> { null, Reasons.NoCandidates, Reasons.NoCampaignMatches, Reasons.Cap, Reasons.CampaignPaused, Reasons.CustomerClosed }, silences);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void A_strategy_made_by_changes_decides_like_one_compiled_afresh(int seed)
    {
        var generator = new GeneratedWorld(seed);
        var scratch = new DecisionScratch();
        var strategy = generator.Strategy();
        for (var round = 0; round < 120; round++)
        {
            var definition = generator.Changed(strategy.Definition);
            strategy = StrategyCompiler.Compile(definition, strategy).Strategy!;
            var afresh = Compile(definition);
            Assert.Equal(afresh.Campaigns.Select(campaign => campaign.Definition), strategy.Campaigns.Select(campaign => campaign.Definition));
            for (var i = 0; i < 10; i++)
            {
                var inputs = generator.Inputs();
                Assert.True(
                    BytesOf(DecisionKernel.Decide(strategy, inputs, scratch: scratch)).SequenceEqual(BytesOf(DecisionKernel.Decide(afresh, inputs))),
                    string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}, decision {i}"));
            }
        }
    }

    [Fact]
    public void What_has_not_changed_is_not_compiled_again()
    {
        var definition = Definition([.. Enumerable.Range(0, 20).Select(number => Campaign($"C{number:D2}") with { Audience = "customer.arpu > 50.0" })]);
        var before = Compile(definition);
        var changed = definition.Campaigns[7] with { Lever = 2 };
        var after = StrategyCompiler.Compile(definition with { Version = 8, Campaigns = [.. definition.Campaigns.Take(7), changed, .. definition.Campaigns.Skip(8)] }, before).Strategy!;
        Assert.Equal(19, before.Campaigns.Zip(after.Campaigns).Count(pair => ReferenceEquals(pair.First, pair.Second)));
        Assert.Same(before.Campaigns[7].Audience, after.Campaigns[7].Audience);
        Assert.Same(before.Catalog, after.Catalog);

        var recatalogued = StrategyCompiler.Compile(after.Definition.WithOffering("P1", offering => offering with { Price = 5 }), after).Strategy!;
        Assert.All(recatalogued.Campaigns.Zip(after.Campaigns), pair => Assert.NotSame(pair.First, pair.Second));
        Assert.All(recatalogued.Campaigns.Zip(after.Campaigns), pair => Assert.Same(pair.First.Audience, pair.Second.Audience));
    }

    [Fact]
    public async Task Decisions_go_on_while_the_strategy_is_swapped()
    {
        var generator = new GeneratedWorld(51);
        var strategies = new List<Strategy> { generator.Strategy() };
        for (var i = 0; i < 40; i++)
        {
            strategies.Add(StrategyCompiler.Compile(generator.Changed(strategies[^1].Definition), strategies[^1]).Strategy!);
        }

        var inputs = Enumerable.Range(0, 30).Select(_ => generator.Inputs()).ToArray();
        var expected = strategies.ToDictionary(
            strategy => strategy, strategy => inputs.Select(one => BytesOf(DecisionKernel.Decide(strategy, one))).ToArray());
        var current = strategies[0];
        var done = false;
        var deciding = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var scratch = new DecisionScratch();
            var decisions = 0;
            while (!Volatile.Read(ref done) || decisions < 500)
            {
                var strategy = Volatile.Read(ref current);
                var number = decisions++ % inputs.Length;
                Assert.Equal(expected[strategy][number], BytesOf(DecisionKernel.Decide(strategy, inputs[number], scratch: scratch)));
            }
        })).ToArray();
        var last = strategies[0];
        for (var turn = 0; turn < 5; turn++)
        {
            foreach (var strategy in strategies)
            {
                // Compiled while the others decide, not only swapped: nothing it takes over may change under them.
                Volatile.Write(ref current, strategy);
                last = StrategyCompiler.Compile(strategy.Definition with { Version = last.Version + 1 }, last).Strategy!;
            }
        }

        Volatile.Write(ref done, true);
        await Task.WhenAll(deciding);
    }

    private static byte[] BytesOf(in KernelAnswer answer) => answer.Result is { } result
        ? DecisionFormat.Encode(result, [])
        : System.Text.Encoding.UTF8.GetBytes(string.Join(";", answer.Needs));

    /// <summary>A trace nobody reads: with it the kernel takes the linear way.</summary>
    private sealed class Nowhere : DecisionTrace
    {
        public override void Removed(CompiledCampaign campaign, CampaignOption? option, in Removal removal)
        {
        }

        public override void Recommended(CompiledCampaign campaign, CampaignOption option, int rank, double score, in Octant.Engine.Learning.Propensity propensity)
        {
        }
    }
}
