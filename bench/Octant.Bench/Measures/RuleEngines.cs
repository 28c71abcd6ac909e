using Octant.Bench.Generator;
using Octant.Bench.Peers;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure D3: all rules a customer hits, beside two rule engines from npm, one thread each. The compiled delegates of figure
/// D1 are set beside zen-engine as well, which tells how good that peer is.
/// </summary>
public sealed class RuleEngines : IMeasure
{
    private const int CustomerCount = 2_000;
    private const int ManyRules = 10_000;

    public IReadOnlyList<string> Figures => ["D3"];

    public string What => "which of 100, 1,000, 10,000 rules a customer hits, beside zen-engine and json-rules-engine";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(30) + (14 * size.PeerWindow);

    public async Task RunAsync(BenchRun run)
    {
        var customers = run.Customers.Customers(CustomerCount);
        foreach (var count in new[] { 100, 1_000, ManyRules })
        {
            await MeasureAsync(run, run.Rules(count), customers);
        }
    }

    private static async Task MeasureAsync(BenchRun run, GeneratedRule[] rules, GeneratedCustomer[] customers)
    {
        run.Say($"{rules.Length:#,0} rules: answers first");
        var ours = new OurRules(rules, customers);
        var delegates = new CompiledDelegates(rules);
        var typed = customers.Select(TypedCustomer.Of).ToArray();
        var hits = new int[rules.Length];
        var expected = customers.Select((_, i) => hits[..ours.Match(i, hits)]).ToArray();
        for (var i = 0; i < customers.Length; i++)
        {
            RequireSame(i, expected[i], hits.AsSpan(0, delegates.Match(typed[i], hits)));
        }

        var total = expected.Sum(one => one.Length);
        if (run.HasKnownAnswers)
        {
            BenchRun.RequireEqual($"hits of {rules.Length} rules", total, "the generator", RuleTable.KnownHits[rules.Length]);
        }

        run.Say($"{total:#,0} hits of {customers.Length:#,0} customers; measuring");
        var ourSpeed = Timing.Measure(i => ours.Match(i % customers.Length), run.Size.PeerWindow);
        var delegateSpeed = Timing.Measure(i => delegates.Match(typed[i % typed.Length], hits), run.Size.PeerWindow);
        var zen = await MeasureAsync(RuleEngine.Zen, run, rules, customers, expected);
        var json = await MeasureAsync(RuleEngine.JsonRulesEngine, run, rules, customers, expected);

        var suffix = rules.Length == ManyRules ? "" : $" {rules.Length}";
        var what = $"{rules.Length:#,0} rules, all hits of a customer, one thread";
        run.Add($"D3{suffix}", $"{what}; peer: zen-engine, precompiled", ourSpeed.PerSecond, zen?.PerSecond, "decisions/s", Better.Higher);
        run.Add($"D3 json{suffix}", $"{what}; peer: json-rules-engine", ourSpeed.PerSecond, json?.PerSecond, "decisions/s", Better.Higher);
        run.Add($"D3 p99{suffix}", $"{what}; peer: zen-engine", ourSpeed.P99, zen?.P99 * 1_000, "µs", Better.Lower);
        run.Add($"delegates{suffix}", $"{what}: compiled delegates, no part of ours; peer: zen-engine", delegateSpeed.PerSecond, zen?.PerSecond, "decisions/s", Better.Higher);
    }

    /// <summary>Null where the engine cannot be had.</summary>
    private static async Task<RuleEngineSpeed?> MeasureAsync(string runner, BenchRun run, GeneratedRule[] rules, GeneratedCustomer[] customers, int[][] expected)
    {
        await using var engine = await RuleEngine.TryStartAsync(runner, run, rules, customers);
        if (engine is null)
        {
            return null;
        }

        // With 10,000 rules the slowest takes a second for a customer: the more rules, the fewer customers are checked, and warm it up.
        var checkedCustomers = Math.Clamp((runner == RuleEngine.Zen ? 1_000_000 : 20_000) / rules.Length, 2, customers.Length);
        await engine.RequireEqualAsync(expected[..checkedCustomers]);
        return await engine.MeasureAsync(run.Size.PeerWindow, warmUp: Math.Min(checkedCustomers, 20));
    }

    private static void RequireSame(int customer, int[] expected, ReadOnlySpan<int> found)
    {
        if (!found.SequenceEqual(expected))
        {
            throw new DifferentAnswersException($"Customer {customer}: ours hits rules {string.Join(" ", expected)}, the delegates {string.Join(" ", found.ToArray())}.");
        }
    }
}
