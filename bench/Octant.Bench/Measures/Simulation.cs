using System.Diagnostics;
using System.Globalization;
using Octant.Bench.Generator;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Partitions.Formats;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure S1: recorded decisions decided again by a draft, from the bytes of the record to the sums of both worlds: checksum,
/// decoding, contacts of the simulated world, decision, comparison, tally. One thread, by its processor time. With a draft of one campaign among 10,000,
/// and with one that changes nothing, for which every decision is made again in full.
/// </summary>
public sealed class Simulation : IMeasure
{
    private const int RuleCount = 10_000;
    private const int CustomerCount = 2_000;
    private const int Rounds = 3;
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public IReadOnlyList<string> Figures => ["S1"];

    public string What => "recorded decisions simulated by a draft among 10,000 campaigns";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(20) + (2 * size.PeerWindow);

    public Task RunAsync(BenchRun run)
    {
        var rules = run.Rules(RuleCount + 1);
        var strategy = Compile(KernelDecisions.DefinitionOf(rules.Take(RuleCount)));
        var records = RecordsOf(strategy, run);
        var same = Compile(Draft.Of([], OtherCampaigns.Keep, Start, Instant.MaxValue), strategy);
        var whole = Measure(records, same, run.Size.PeerWindow, out var changed, out _);
        BenchRun.RequireEqual("Decisions that come out otherwise by the strategy that made them", changed, "replay", 0);
        // Worth enough to win wherever it matches, so that offers, contacts and causes do change.
        var tried = OctantText.Campaign(rules[RuleCount], "web") with { Id = "R-tried", Lever = 1_000 };
        var one = Measure(records, Compile(Draft.Of([tried], OtherCampaigns.Keep, Start, Instant.MaxValue), strategy), run.Size.PeerWindow, out changed, out var decided);
        run.Add("S1", string.Create(CultureInfo.InvariantCulture, $"a draft of one campaign among {RuleCount:#,0}, per core ({changed:P1} of the decisions change, {decided:P1} are made again in full)"), one, "decisions/s");
        run.Add("S1 whole", string.Create(CultureInfo.InvariantCulture, $"{RuleCount:#,0} campaigns, every decision made again in full, per core"), whole, "decisions/s");
        return Task.CompletedTask;
    }

    private static Strategy Compile(StrategyDefinition definition) =>
        StrategyCompiler.Compile(definition) is { Strategy: { } strategy } ? strategy : throw new InvalidOperationException("The generated strategy does not compile.");

    private static DraftStrategy Compile(Draft draft, Strategy strategy) =>
        DraftStrategy.Compile(draft, strategy, strategy.Definition, out var errors) ?? throw new InvalidOperationException(errors[0].Message);

    /// <summary>Decisions per second of processor time, the collector's included: what one core does, however busy the machine is.</summary>
    /// <param name="changed">Share of the records, 0 to 1.</param>
    /// <param name="decided">Share of the records that did not stand without being made again.</param>
    private static double Measure(IReadOnlyList<Record> records, DraftStrategy draft, TimeSpan window, out double changed, out double decided)
    {
        // Once to warm up.
        Pass(records, draft, out _);
        using var process = Process.GetCurrentProcess();
        var (start, passed, again) = (process.TotalProcessorTime, 0L, 0L);
        TimeSpan spent;
        do
        {
            var tally = Pass(records, draft, out var made);
            passed += records.Count;
            again += made;
            changed = (double)tally.Changed / tally.Decisions;
            process.Refresh();
            spent = process.TotalProcessorTime - start;
        }
        while (spent < window);

        decided = (double)again / passed;
        return passed / spent.TotalSeconds;
    }

    private static SimulationTally Pass(IReadOnlyList<Record> records, DraftStrategy draft, out long made)
    {
        var (simulator, tally) = (new DecisionSimulator(), new SimulationTally());
        made = 0;
        foreach (var record in records)
        {
            if (JournalFormat.Checksum(record.Result, JournalFormat.Checksum(record.Inputs)) != record.Checksum)
            {
                throw new DifferentAnswersException("A record's checksum does not fit.");
            }

            var decision = simulator.Simulate(draft, new SimulatedRecord(record.Inputs, record.Result));
            tally.Add(decision);
            made += ReferenceEquals(decision.Recorded, decision.Simulated) ? 0 : 1;
        }

        return tally;
    }

    private static List<Record> RecordsOf(Strategy strategy, BenchRun run)
    {
        var customers = run.Customers.Customers(CustomerCount);
        var records = new List<Record>(CustomerCount * Rounds);
        var writer = new RecordWriter();
        var scratch = new DecisionScratch();
        for (var round = 0; round < Rounds; round++)
        {
            for (var number = 0; number < CustomerCount; number++)
            {
                var now = Start + TimeSpan.FromHours(24 * round) + TimeSpan.FromSeconds(number);
                var inputs = KernelDecisions.InputsOf(customers[number], number) with
                {
                    Id = new DecisionId(0, (round * CustomerCount) + number + 1, 0),
                    Now = now,
                };
                var result = DecisionKernel.Decide(strategy, inputs, scratch: scratch).Result!;
                var encodedInputs = DecisionFormat.Encode(inputs, [], writer);
                var encoded = DecisionFormat.Encode(result, encodedInputs, writer);
                records.Add(new Record(encodedInputs, encoded, JournalFormat.Checksum(encoded, JournalFormat.Checksum(encodedInputs))));
            }
        }

        return records;
    }

    private sealed record Record(byte[] Inputs, byte[] Result, uint Checksum);
}
