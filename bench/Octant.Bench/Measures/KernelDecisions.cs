using Octant.Bench.Generator;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure D6: whole decisions of the kernel over generated campaigns: search, product check, consent, contact policy with
/// caps, cool-down and contacts in the ledger, ranking and slots. One thread; nothing is recorded.
/// </summary>
public sealed class KernelDecisions : IMeasure
{
    private const int CustomerCount = 2_000;
    private static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 6, 10, 12, 0, 0, TimeSpan.Zero));

    public IReadOnlyList<string> Figures => ["D6"];

    public string What => "whole decisions of the kernel with 100 to 10,000 campaigns";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(15) + (4.5 * size.PeerWindow);

    public Task RunAsync(BenchRun run)
    {
        var customers = run.Customers.Customers(CustomerCount);
        foreach (var count in new[] { 100, 1_000, 10_000 })
        {
            var strategy = StrategyOf(run.Rules(count));
            DecisionInputs[] inputs = [.. customers.Select((customer, number) => InputsOf(customer, number))];
            RequireSameAsLinear(strategy, inputs);
            var scratch = new DecisionScratch();
            var offered = inputs.Average(one => DecisionKernel.Decide(strategy, one, scratch: scratch).Result!.Recommendations.Count);
            var speed = Timing.Measure(i => DecisionKernel.Decide(strategy, inputs[i % inputs.Length], scratch: scratch), run.Size.PeerWindow);
            var suffix = count == 10_000 ? "" : $" {count}";
            var what = $"{count:#,0} campaigns, search, product check, policy, ranking, 3 slots";
            run.Add($"D6{suffix}", $"{what}, p99", speed.P99, "µs");
            run.Add($"D6 speed{suffix}", $"{what}, one thread ({offered:0.0} offers each)", speed.PerSecond, "decisions/s");
        }

        return Task.CompletedTask;
    }

    /// <summary>Every campaign on one channel; a policy with caps, a cool-down and quiet hours.</summary>
    public static StrategyDefinition DefinitionOf(IEnumerable<GeneratedRule> rules) => new()
    {
        Version = 1,
        Seed = 1,
        Attributes = OctantText.Dictionary.All,
        Offerings = OctantText.Offerings,
        Channels = [new Channel { Id = "web", Name = "Web" }],
        Touchpoints = [new Touchpoint { Id = "home", Name = "Home page", Channel = "web", Slots = 3 }],
        Policies =
        [
            new ContactPolicy
            {
                Id = "main",
                Caps =
                [
                    new Cap { Limit = 20, Rolling = TimeSpan.FromDays(7) },
                    new Cap { Limit = 5, Calendar = CalendarUnit.Day, Scope = CapScope.Channel },
                    new Cap { Limit = 2, Rolling = TimeSpan.FromDays(30), Scope = CapScope.Offering },
                ],
                CoolDowns = [new CoolDown(CapScope.Offering, TimeSpan.FromDays(30))],
                QuietHours = [new DailyHours(new TimeOnly(21, 0), new TimeOnly(8, 0), [])],
            },
        ],
        Campaigns = [.. rules.Select(rule => OctantText.Campaign(rule, "web"))],
        Zones = [ZoneTable.Utc],
        Zone = "UTC",
    };

    private static Strategy StrategyOf(IEnumerable<GeneratedRule> rules)
    {
        var compilation = StrategyCompiler.Compile(DefinitionOf(rules));
        return compilation.Strategy ?? throw new InvalidOperationException(compilation.Errors[0].Message);
    }

    internal static DecisionInputs InputsOf(GeneratedCustomer customer, int number)
    {
        var state = OctantText.State(customer);
        for (var i = 0; i < number % 6; i++)
        {
            var offering = Shape.OfferingName((number + (i * 7)) % Shape.Offerings);
            state.Ledger.Add(new Contact
            {
                Id = new ContactId(i, 0, 1),
                Campaign = $"R{number:D6}",
                Offering = offering,
                Class = ContactPolicy.MarketingClass,
                Channel = "web",
                GrantedAt = Now - TimeSpan.FromDays(2 * (i + 1)),
                CountsAt = Now - TimeSpan.FromDays(2 * (i + 1)),
                ValidUntil = Now - TimeSpan.FromDays(i),
                ResponseWindow = TimeSpan.FromDays(3),
                State = ContactState.Sent,
                StateAt = Now - TimeSpan.FromDays(2 * (i + 1)),
                Responses = i == 1 ? Responses.Shown | Responses.Rejected : Responses.Shown,
                TurnedDownAt = i == 1 ? Now - TimeSpan.FromDays(3) : null,
            });
        }

        return new DecisionInputs(
            new DecisionId(0, number + 1, 0), Now, new DecisionRequest("web", "home", 3, [], Actor.None), null, state, NoSlices.Instance);
    }

    private static void RequireSameAsLinear(Strategy strategy, DecisionInputs[] inputs)
    {
        foreach (var one in inputs.Take(100))
        {
            var indexed = DecisionKernel.Decide(strategy, one).Result!;
            var linear = DecisionKernel.Decide(strategy, one, gear: ConditionGear.Reference).Result!;
            if (!indexed.Ranked.SequenceEqual(linear.Ranked))
            {
                throw new DifferentAnswersException($"Decision {one.Id}: the index and the linear evaluation rank different offers.");
            }
        }
    }

    private sealed class NoSlices : ISliceSource
    {
        public static NoSlices Instance { get; } = new();

        public SliceBalance Balance(string resource, string period) => new(resource, period, 0, Exhausted: false);
    }
}
