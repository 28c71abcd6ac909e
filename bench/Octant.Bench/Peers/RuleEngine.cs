using Octant.Bench.Generator;

namespace Octant.Bench.Peers;

/// <summary>What a rule engine came to.</summary>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
public sealed record RuleEngineSpeed(int Decisions, double PerSecond, double P50, double P99);

/// <summary>A rule engine from npm with generated rules and customers in it: says which rules a customer hits, and how fast.</summary>
public sealed class RuleEngine : IAsyncDisposable
{
    public const string Zen = "zen.mjs";
    public const string JsonRulesEngine = "jsonRulesEngine.mjs";

    private readonly NodePeer _peer;
    private readonly string _name;

    private RuleEngine(NodePeer peer, string name) => (_peer, _name) = (peer, name);

    /// <summary>Null, after a word about it, where the engine cannot be had.</summary>
    public static async Task<RuleEngine?> TryStartAsync(
        string runner, BenchRun run, IReadOnlyList<GeneratedRule> rules, IReadOnlyList<GeneratedCustomer> customers)
    {
        if (await NodePeer.TryStartAsync(runner, run) is not { } peer)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("octant-bench-rules-").FullName;
        try
        {
            var (ruleFile, customerFile) = (Path.Combine(folder, "rules.json"), Path.Combine(folder, "customers.json"));
            await using (var file = File.Create(ruleFile))
            {
                PeerJson.WriteRules(file, rules);
            }

            await using (var file = File.Create(customerFile))
            {
                PeerJson.WriteCustomers(file, customers);
            }

            await peer.AskAsync<Loaded>(new { ask = "load", rules = ruleFile, customers = customerFile });
            return new RuleEngine(peer, Path.GetFileNameWithoutExtension(runner));
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Ends the measure unless the engine names the same rules for the first customers, one by one.</summary>
    /// <param name="expected">Ids of the rules each customer hits, ascending.</param>
    public async Task RequireEqualAsync(IReadOnlyList<int[]> expected)
    {
        var answer = await _peer.AskAsync<Matches>(new { ask = "match", count = expected.Count });
        for (var i = 0; i < expected.Count; i++)
        {
            if (!expected[i].AsSpan().SequenceEqual(answer.Hits[i]))
            {
                throw new DifferentAnswersException(
                    $"Customer {i}: ours hits rules {string.Join(" ", expected[i])}, {_name} says {string.Join(" ", answer.Hits[i])}.");
            }
        }
    }

    public Task<RuleEngineSpeed> MeasureAsync(TimeSpan window, int warmUp) =>
        _peer.AskAsync<RuleEngineSpeed>(new { ask = "measure", seconds = window.TotalSeconds, warmUp });

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private sealed record Loaded(int Customers);

    private sealed record Matches(int[][] Hits);
}
