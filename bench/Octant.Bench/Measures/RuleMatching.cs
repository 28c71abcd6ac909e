using Octant.Bench.Generator;
using Octant.Bench.Peers;

namespace Octant.Bench.Measures;

/// <summary>
/// Figures D1 and D5: all rules a customer hits, one thread, beside the same rules as compiled delegates tried one after
/// another, and how the cost grows from 100 rules to 10,000.
/// </summary>
public sealed class RuleMatching : IMeasure
{
    private const int CustomerCount = 2_000;

    public IReadOnlyList<string> Figures => ["D1", "D5"];

    public string What => "which of 100 to 10,000 rules a customer hits, beside compiled delegates";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(10) + (9 * size.PeerWindow);

    public Task RunAsync(BenchRun run)
    {
        var customers = run.Customers.Customers(CustomerCount);
        var few = Measure(run, run.Rules(100), customers);
        Measure(run, run.Rules(1_000), customers);
        var many = Measure(run, run.Rules(10_000), customers);
        run.Add("D5", "cost of a customer with 10,000 rules over that with 100", few.PerSecond / many.PerSecond, "×");
        return Task.CompletedTask;
    }

    private static Speed Measure(BenchRun run, GeneratedRule[] rules, GeneratedCustomer[] customers)
    {
        run.Say($"{rules.Length:#,0} rules: answers first");
        var ours = new OurRules(rules, customers);
        var delegates = new CompiledDelegates(rules);
        TypedCustomer[] typed = [.. customers.Select(TypedCustomer.Of)];
        var (hits, theirs) = (new int[rules.Length], new int[rules.Length]);
        var total = 0;
        for (var i = 0; i < customers.Length; i++)
        {
            var count = ours.Match(i, hits);
            if (!hits.AsSpan(0, count).SequenceEqual(theirs.AsSpan(0, delegates.Match(typed[i], theirs))))
            {
                throw new DifferentAnswersException($"Customer {i}: the index and the compiled delegates hit different rules.");
            }

            total += count;
        }

        if (run.HasKnownAnswers)
        {
            BenchRun.RequireEqual($"hits of {rules.Length} rules", total, "the generator", RuleTable.KnownHits[rules.Length]);
        }

        run.Say($"{total:#,0} hits of {customers.Length:#,0} customers; an index of {ours.Size / 1e6:0.0} MB");
        var ourSpeed = Timing.Measure(i => ours.Match(i % customers.Length), run.Size.PeerWindow);
        var theirSpeed = Timing.Measure(i => delegates.Match(typed[i % typed.Length], theirs), run.Size.PeerWindow);
        var suffix = rules.Length == 10_000 ? "" : $" {rules.Length}";
        var what = $"{rules.Length:#,0} rules, all hits of a customer, one thread; peer: compiled delegates one after another";
        run.Add($"D1{suffix}", what, ourSpeed.PerSecond, theirSpeed.PerSecond, "decisions/s", Better.Higher);
        run.Add($"D1 p99{suffix}", what, ourSpeed.P99, theirSpeed.P99, "µs", Better.Lower);
        return ourSpeed;
    }
}
