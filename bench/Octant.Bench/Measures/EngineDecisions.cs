using System.Diagnostics;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Bench.Measures;

/// <summary>The kernel alone: twenty live campaigns, policy, product check and ranking, one thread, nothing recorded.</summary>
public sealed class EngineDecisions : IMeasure
{
    public IReadOnlyList<string> Figures => ["engine"];

    public string What => "the kernel with twenty campaigns";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(10);

    public Task RunAsync(BenchRun run)
    {
        Measure(run);
        return Task.CompletedTask;
    }

    private static void Measure(BenchRun run)
    {
        var strategy = Strategy();
        var customers = Enumerable.Range(0, 2_000).Select(number => Customer(strategy, number)).ToArray();
        var request = new DecisionRequest("web", null, 1, [], Actor.None);
        var now = Instant.From(DateTimeOffset.UtcNow);
        var latencies = new long[run.Size.EngineDecisions];
        var offered = 0;
        Run(latencies.Length / 10);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Run(latencies.Length);
        watch.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(latencies);
        run.Add("engine", $"decisions, one thread, {Province.Campaigns} campaigns ({offered * 100L / latencies.Length}% with an offer)", latencies.Length / watch.Elapsed.TotalSeconds, "decisions/s");
        run.Add("engine p99", "one decision", latencies[(int)(latencies.Length * 0.99)] * 1e6 / Stopwatch.Frequency, "µs");
        run.Add("engine allocation", "one decision", allocated / (double)latencies.Length, "bytes");

        void Run(int count)
        {
            offered = 0;
            for (var i = 0; i < count; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var inputs = new DecisionInputs(new DecisionId(0, i + 1, 0), now, request, null, customers[i % customers.Length], NoSlices.Instance);
                offered += DecisionKernel.Decide(strategy, inputs).Result!.Recommendations.Count;
                latencies[i] = Stopwatch.GetTimestamp() - started;
            }
        }
    }

    internal static Strategy Strategy()
    {
        var attributes = AttributeDictionary.Empty
            .With("arpu", AttributeKind.Number)
            .With("tenure", AttributeKind.Number)
            .With("city", AttributeKind.Category)
            .With("five_g", AttributeKind.Flag)
            .With("data_gb", AttributeKind.Number);
        var offerings = Enumerable.Range(0, 40).Select(i => new Offering { Id = $"P-{i}", Name = $"Pack {i}", Price = 1_000 + (i * 100) }).ToArray();
        var campaigns = Enumerable.Range(0, Province.Campaigns).Select(i => new CampaignDefinition
        {
            Id = $"C-{i:D2}",
            Name = $"Campaign {i}",
            Status = CampaignStatus.Live,
            Audience = Province.Audience(i),
            Eligibility = Province.Eligibility(i),
            Offers = [new CampaignOffer { Offering = $"P-{i}", Propensity = 0.01 * (i + 1) }, new CampaignOffer { Offering = $"P-{i + 20}", Propensity = 0.02 }],
            Channels = ["web"],
        }).ToArray();
        var definition = new StrategyDefinition
        {
            Version = 1,
            Seed = 1,
            Attributes = attributes.All,
            Offerings = offerings,
            Channels = [new Channel { Id = "web", Name = "Web" }],
            Policies = [new ContactPolicy { Id = "p", Caps = [new Cap { Limit = 1, Calendar = CalendarUnit.Day }, new Cap { Limit = 20, Calendar = CalendarUnit.Month }] }],
            Campaigns = campaigns,
            Zones = [ZoneTable.Utc],
            Zone = "UTC",
        };
        var compilation = StrategyCompiler.Compile(definition);
        return compilation.Strategy ?? throw new InvalidOperationException(compilation.Errors[0].Message);
    }

    private static CustomerState Customer(Strategy strategy, int number)
    {
        var columns = Province.Csv(1, number).Split('\n')[1].Split(',');
        var customer = new CustomerState(number);
        Set("arpu", AttributeValue.OfNumber(double.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture)));
        Set("data_gb", AttributeValue.OfNumber(double.Parse(columns[2], System.Globalization.CultureInfo.InvariantCulture)));
        Set("tenure", AttributeValue.OfNumber(double.Parse(columns[4], System.Globalization.CultureInfo.InvariantCulture)));
        Set("city", AttributeValue.OfCategory(columns[13]));
        Set("five_g", AttributeValue.OfFlag(columns[18] == "true"));
        customer.Profile.SetTags(columns[21].Split(';').Select(Symbols.Of).ToArray());
        customer.Owned.Add(new OwnedOffering(columns[22], OwnershipState.Active, null, null));
        return customer;

        void Set(string name, AttributeValue value) => customer.Profile.Set(strategy.Attributes.All.First(attribute => attribute.Name == name).Id, value);
    }

    private sealed class NoSlices : ISliceSource
    {
        public static NoSlices Instance { get; } = new();

        public SliceBalance Balance(string resource, string period) => new(resource, period, 0, Exhausted: false);
    }
}
