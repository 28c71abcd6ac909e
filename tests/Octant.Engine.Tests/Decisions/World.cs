using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Decisions;

/// <summary>A small operator for the tests of decisions: four channels, six offerings, and whatever campaigns a test wants.</summary>
internal static class World
{
    /// <summary>A Wednesday.</summary>
    public static readonly Instant Noon = At("2026-06-10T12:00:00Z");

    public static readonly AttributeDictionary Attributes = AttributeDictionary.Empty
        .With("arpu", AttributeKind.Number)
        .With("tenure", AttributeKind.Number)
        .With("plan", AttributeKind.Category)
        .With("vip", AttributeKind.Flag)
        .With("device", AttributeKind.Category)
        .With("area", AttributeKind.Category);

    public static readonly Channel Web = new() { Id = "web", Name = "Web" };
    public static readonly Channel Hall = new() { Id = "hall", Name = "Hall", Family = ChannelFamily.OwnPhysical };
    public static readonly Channel Sms = new() { Id = "sms", Name = "SMS", Direction = ChannelDirection.Active, CostPerContact = 5 };
    public static readonly Channel Mail = new() { Id = "mail", Name = "E-mail", Direction = ChannelDirection.Active, CostPerContact = 1 };

    public static StrategyDefinition Definition(params CampaignDefinition[] campaigns) => new()
    {
        Version = 7,
        Seed = 42,
        Attributes = Attributes.All,
        EventTypes =
        [
            new CustomerEventType { Type = "bill", Fields = [new FieldDefinition("amount", AttributeKind.Number)] },
            new CustomerEventType { Type = "roam" },
        ],
        ContextFields = [new FieldDefinition("screen", AttributeKind.Category), new FieldDefinition("queue", AttributeKind.Number)],
        Offerings = [.. Enumerable.Range(1, 6).Select(number => Offering($"P{number}"))],
        Promotions =
        [
            new Promotion { Id = "M1", Name = "M1", Offerings = ["P1", "P2"], LockInMonths = 12 },
            new Promotion { Id = "M2", Name = "M2", Offerings = ["P2"], Excludes = ["M1"] },
        ],
        Channels = [Web, Hall, Sms, Mail],
        Outlets = [new Outlet { Id = "H1", Name = "H1", Channel = "hall", Organisation = "province/city/H1" }],
        Touchpoints =
        [
            new Touchpoint { Id = "home", Name = "Home page", Channel = "web", Slots = 3 },
            new Touchpoint { Id = "bill", Name = "Bill page", Channel = "web", Slots = 1 },
        ],
        Campaigns = campaigns,
        Zones = [ZoneTable.Utc],
        Zone = "UTC",
    };

    public static Offering Offering(string id) => new() { Id = id, Name = id, Cluster = $"K-{id}", Value = 1_000 };

    /// <summary>Replaces one of the offerings.</summary>
    public static StrategyDefinition WithOffering(this StrategyDefinition definition, string id, Func<Offering, Offering> change) =>
        definition with { Offerings = [.. definition.Offerings.Select(offering => offering.Id == id ? change(offering) : offering)] };

    public static StrategyDefinition WithChannel(this StrategyDefinition definition, string id, Func<Channel, Channel> change) =>
        definition with { Channels = [.. definition.Channels.Select(channel => channel.Id == id ? change(channel) : channel)] };

    public static StrategyDefinition WithTouchpoint(this StrategyDefinition definition, string id, Func<Touchpoint, Touchpoint> change) =>
        definition with { Touchpoints = [.. definition.Touchpoints.Select(touchpoint => touchpoint.Id == id ? change(touchpoint) : touchpoint)] };

    public static StrategyDefinition WithPolicy(this StrategyDefinition definition, ContactPolicy policy) =>
        definition with { Policies = [.. definition.Policies, policy] };

    public static StrategyDefinition WithCaps(this StrategyDefinition definition, params Cap[] caps) =>
        definition.WithPolicy(new ContactPolicy { Id = "caps", Caps = caps });

    /// <summary>Live, on all channels, offering P1 with a chance of 0.1.</summary>
    public static CampaignDefinition Campaign(string id, string offering = "P1", double propensity = 0.1) => new()
    {
        Id = id,
        Name = $"Campaign {id}",
        Status = CampaignStatus.Live,
        Offers = [new CampaignOffer { Offering = offering, Propensity = propensity }],
        Channels = ["web", "hall", "sms", "mail"],
    };

    public static Strategy Compile(StrategyDefinition definition)
    {
        var compilation = StrategyCompiler.Compile(definition);
        Assert.True(compilation.Strategy is not null, string.Join("; ", compilation.Errors));
        return compilation.Strategy;
    }

    /// <summary>Agrees to marketing and has arpu 60.</summary>
    public static CustomerState Customer(long key = 1)
    {
        var customer = new CustomerState(key);
        customer.Consents.Add(new Consent(ContactPolicy.MarketingClass, ConsentState.Granted, "hall", Noon));
        return customer.With("arpu", AttributeValue.OfNumber(60));
    }

    public static CustomerState With(this CustomerState customer, string attribute, AttributeValue value)
    {
        Assert.True(Attributes.TryGet(attribute, out var definition));
        customer.Profile.Set(definition.Id, value);
        return customer;
    }

    public static CustomerState Owning(this CustomerState customer, params OwnedOffering[] owned)
    {
        customer.Owned.AddRange(owned);
        return customer;
    }

    public static CustomerState Contacted(this CustomerState customer, params Contact[] contacts)
    {
        customer.Ledger.AddRange(contacts);
        return customer;
    }

    public static CustomerState Consenting(this CustomerState customer, ConsentState state, string messageClass = ContactPolicy.MarketingClass)
    {
        customer.Consents.RemoveAll(consent => consent.Class == messageClass);
        customer.Consents.Add(new Consent(messageClass, state, "test", Noon));
        return customer;
    }

    public static DecisionInputs Ask(
        CustomerState customer,
        string channel = "web",
        string? touchpoint = null,
        int limit = 0,
        Instant? now = null,
        ISliceSource? slices = null,
        string? outlet = null,
        params FieldValue[] context) =>
        new(
            new DecisionId(3, 17, 0),
            now ?? Noon,
            new DecisionRequest(channel, touchpoint, limit, context, new Actor(null, outlet, null, null)),
            null,
            customer,
            slices ?? new Slices());

    public static DecisionInputs Happened(CustomerState customer, string type = "bill", Instant? now = null, params FieldValue[] fields) =>
        new(new DecisionId(3, 18, 0), now ?? Noon, null, new TriggeringEvent(type, now ?? Noon, fields), customer, new Slices());

    public static DecisionResult Decide(StrategyDefinition definition, DecisionInputs inputs) => Decide(Compile(definition), inputs);

    public static DecisionResult Decide(Strategy strategy, DecisionInputs inputs)
    {
        var answer = DecisionKernel.Decide(strategy, inputs);
        Assert.True(answer.Result is not null, $"Needs {string.Join(", ", answer.Needs)}");
        return answer.Result;
    }

    /// <summary>Offerings in order of rank.</summary>
    public static string[] Offered(this DecisionResult result) => [.. result.Recommendations.Select(item => item.Offering)];

    public static string[] Campaigns(this DecisionResult result) => [.. result.Recommendations.Select(item => item.Campaign)];

    public static RankedOffer Fate(this DecisionResult result, string campaign) => Assert.Single(result.Ranked, item => item.Campaign == campaign);

    public static CampaignExplanation Explain(StrategyDefinition definition, DecisionInputs inputs, string campaign = "C1") =>
        Assert.Single(DecisionExplainer.Explain(Compile(definition), inputs).Campaigns, item => item.Campaign == campaign);

    /// <summary>The record of a decision: encoded inputs and result.</summary>
    public static (byte[] Inputs, byte[] Result) Record(Strategy strategy, DecisionInputs inputs)
    {
        var slices = new RecordingSlices(inputs.Slices);
        var result = Decide(strategy, inputs with { Slices = slices });
        var encoded = DecisionFormat.Encode(inputs, slices.Seen);
        return (encoded, DecisionFormat.Encode(result, encoded));
    }

    private sealed class RecordingSlices(ISliceSource source) : ISliceSource
    {
        public List<SliceBalance> Seen { get; } = [];

        public SliceBalance Balance(string resource, string period)
        {
            var balance = source.Balance(resource, period);
            if (!Seen.Contains(balance))
            {
                Seen.Add(balance);
            }

            return balance;
        }
    }
}

/// <summary>Slices a test hands out; of what it does not name there is nothing, and the owner was not asked.</summary>
internal sealed class Slices : ISliceSource
{
    private readonly Dictionary<(string Resource, string Period), SliceBalance> _balances = [];

    public Slices Granted(string resource, string period, long units) => Put(new SliceBalance(resource, period, units, Exhausted: false));

    public Slices Exhausted(string resource, string period, long units = 0) => Put(new SliceBalance(resource, period, units, Exhausted: true));

    public SliceBalance Balance(string resource, string period) =>
        _balances.TryGetValue((resource, period), out var balance) ? balance : new SliceBalance(resource, period, 0, Exhausted: false);

    private Slices Put(SliceBalance balance)
    {
        _balances[(balance.Resource, balance.Period)] = balance;
        return this;
    }
}
