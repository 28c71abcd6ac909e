using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Strategies, customers and requests from a seed, so mixed that every stage removes something.</summary>
internal sealed class GeneratedWorld(int seed)
{
    private static readonly string[] Simple =
    [
        "customer.arpu > 50.0", "customer.arpu <= 80.0", "customer.tenure >= 12.0", "customer.tenure < 30.0",
        "customer.vip", "!customer.vip", "customer.plan == \"4G\"", "customer.plan != \"4G\"",
        "customer.plan in [\"4G\", \"5G\"]", "\"student\" in customer.tags", "owns(\"P2\")", "!owns(\"P3\")",
        "!contacted(\"C1\", duration(\"72h\"))", "has(customer.tenure)", "context.queue > 2.0", "context.screen == \"home\"",
        "1 / 0 == 1",
    ];

    private readonly Random _random = new(seed);

    public Strategy Strategy()
    {
        var definition = Definition([.. Enumerable.Range(1, _random.Next(1, 13)).Select(number => Campaign(number))]) with
        {
            Version = _random.Next(1, 100),
            Seed = (ulong)_random.Next(),
            GlobalHoldoutShare = _random.Next(4) == 0 ? 0.2 : 0,
            HighValue = "customer.arpu > 70.0",
        };
        definition = definition
            .WithPolicy(new ContactPolicy
            {
                Id = "policy",
                Caps =
                [
                    Rolling(_random.Next(1, 4), TimeSpan.FromDays(7)),
                    PerCalendar(_random.Next(1, 3), CalendarUnit.Month, (CapScope)_random.Next(6)),
                ],
                CoolDowns = [new CoolDown((CapScope)_random.Next(6), TimeSpan.FromDays(_random.Next(1, 20)))],
                IgnoreSuppressions = [new IgnoreSuppression((CapScope)_random.Next(6), 2, TimeSpan.FromDays(9))],
                QuietHours = [new DailyHours(new TimeOnly(20, 0), new TimeOnly(9, 0), [])],
            })
            .WithOffering("P1", offering => offering with { Excludes = ["P4"], Stock = 3 })
            .WithOffering("P2", offering => offering with { Tier = Tier.Gold, Requires = ["P3"] })
            .WithOffering("P5", offering => offering with { Needs = new ProductNeeds { Input = ProductInput.Digits }, Tier = Tier.Silver })
            .WithChannel("sms", channel => channel with { DailyCapacity = 3 })
            .WithChannel("hall", channel => channel with { Hours = [new DailyHours(new TimeOnly(9, 0), new TimeOnly(17, 0), [])] })
            .WithTouchpoint("home", touchpoint => touchpoint with { Quota = new TierQuota(1, 1, 0, 0) });
        return Compile(definition);
    }

    /// <summary>Some campaigns come, go or change; now and then what they stand on changes as well.</summary>
    public StrategyDefinition Changed(StrategyDefinition definition)
    {
        var campaigns = definition.Campaigns.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var campaign = Campaign(_random.Next(1, 15));
            if (_random.Next(4) == 0)
            {
                campaigns.Remove(campaign.Id);
            }
            else
            {
                campaigns[campaign.Id] = _random.Next(4) == 0 && campaigns.TryGetValue(campaign.Id, out var known) ? known with { Lever = known.Lever + 1 } : campaign;
            }
        }

        definition = definition with { Version = definition.Version + 1, Campaigns = [.. campaigns.Values] };
        return _random.Next(12) switch
        {
            0 => definition.WithOffering("P3", offering => offering with { Value = _random.Next(1, 3_000) }),
            1 => definition.WithChannel("web", channel => channel with { CostPerContact = _random.Next(3) }),
            2 => definition.WithTouchpoint("home", touchpoint => touchpoint with { Slots = _random.Next(1, 4) }),
            3 => definition with { Seed = (ulong)_random.Next() },
            4 => definition with { Policies = [.. definition.Policies.Take(_random.Next(2))] },
            5 => definition with { Attributes = [.. definition.Attributes, new AttributeDefinition(definition.Attributes.Count, $"more{definition.Attributes.Count}", AttributeKind.Number)] },
            _ => definition,
        };
    }

    public DecisionInputs Inputs()
    {
        var customer = Customer();
        var now = Noon + TimeSpan.FromHours(_random.Next(-10, 10));
        var slices = new Slices();
        foreach (var (resource, period) in new[] { ("stock/P1", ""), ("channel/sms", "2026-06-10"), ("channel/sms", "2026-06-11"), ("budget/C1", "") })
        {
            slices = _random.Next(3) == 0 ? slices.Exhausted(resource, period, _random.Next(2)) : slices.Granted(resource, period, 1_000);
        }

        if (_random.Next(3) == 0)
        {
            return Happened(customer, _random.Next(3) == 0 ? "roam" : "bill", now, new FieldValue("amount", AttributeValue.OfNumber(_random.Next(60)))) with { Slices = slices };
        }

        var channel = Pick("web", "web", "hall", "sms", "mail");
        return Ask(
            customer,
            channel,
            channel == "web" ? Pick("home", "bill", null) : null,
            _random.Next(4),
            now,
            slices,
            null,
            new FieldValue("queue", AttributeValue.OfNumber(_random.Next(5))),
            new FieldValue("screen", AttributeValue.OfCategory(Pick("home", "bill")!)));
    }

    public CustomerState Customer()
    {
        var customer = new CustomerState(_random.Next(1, 1_000_000))
        {
            Status = _random.Next(20) switch { 0 => CustomerStatus.Suspended, 1 => CustomerStatus.Closed, _ => CustomerStatus.Active },
            NeverOffer = _random.Next(30) == 0,
            NeverDisturb = _random.Next(10) == 0,
        };
        Maybe(() => customer.With("arpu", AttributeValue.OfNumber(_random.Next(100))));
        Maybe(() => customer.With("tenure", AttributeValue.OfNumber(_random.Next(60))));
        Maybe(() => customer.With("plan", AttributeValue.OfCategory(Pick("3G", "4G", "5G")!)));
        Maybe(() => customer.With("vip", AttributeValue.OfFlag(_random.Next(2) == 0)));
        Maybe(() => customer.Profile.SetTags([Symbols.Of("student")]));
        if (_random.Next(5) != 0)
        {
            customer.Consenting((ConsentState)_random.Next(3));
        }

        if (_random.Next(20) == 0)
        {
            customer.OpenCases.Add("fault");
        }

        for (var i = _random.Next(3); i > 0; i--)
        {
            var offering = $"P{_random.Next(1, 7)}";
            if (!customer.Owns(offering))
            {
                customer.Owning(new OwnedOffering(
                    offering,
                    (OwnershipState)_random.Next(3),
                    _random.Next(3) == 0 ? "M1" : null,
                    _random.Next(3) == 0 ? Noon + TimeSpan.FromDays(_random.Next(-30, 30)) : null));
            }
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            var at = Noon - TimeSpan.FromHours(_random.Next(1, 400));
            var responses = Pick(Responses.None, Responses.Shown | Responses.Clicked, Responses.Shown | Responses.Rejected, Responses.Ignored, Responses.Accepted);
            customer.Contacted(Contact(
                at,
                $"C{_random.Next(1, 10)}",
                $"P{_random.Next(1, 7)}",
                $"K-P{_random.Next(1, 7)}",
                channel: Pick("web", "sms", "mail")!,
                state: Pick(ContactState.Pending, ContactState.Sent, ContactState.Suppressed, ContactState.Ghost),
                responses: responses,
                turnedDownAt: (responses & (Responses.Rejected | Responses.Ignored)) == Responses.None ? null : at));
        }

        return customer;
    }

    private CampaignDefinition Campaign(int number) => World.Campaign($"C{number}") with
    {
        Status = _random.Next(10) == 0 ? CampaignStatus.Paused : CampaignStatus.Live,
        Audience = Condition(4, context: false),
        Eligibility = Condition(6),
        Applicability = Condition(6),
        Suitability = Condition(6),
        Offers =
        [
            .. Enumerable.Range(0, _random.Next(1, 3)).Select(_ =>
            {
                var offering = $"P{_random.Next(1, 7)}";
                return new CampaignOffer
                {
                    Offering = offering,
                    Promotion = offering is "P1" or "P2" && _random.Next(2) == 0 ? "M1" : null,
                    Propensity = _random.Next(1, 6) / 10.0,
                };
            }),
        ],
        Channels = Pick<string[]>(["web", "hall"], ["web", "sms", "mail"], ["sms", "mail"], ["web"]),
        Touchpoints = _random.Next(4) == 0 ? ["home"] : [],
        Trigger = _random.Next(3) == 0 ? new CampaignTrigger("bill", _random.Next(2) == 0 ? "event.amount > 20.0" : null) : null,
        ContextWeights = _random.Next(3) == 0 ? [new ContextWeight("customer.vip", 1.5)] : [],
        Lever = Pick(1.0, 1.0, 0.5, 2.0),
        Start = _random.Next(12) == 0 ? Noon + TimeSpan.FromHours(3) : Instant.MinValue,
        End = _random.Next(12) == 0 ? Noon + TimeSpan.FromHours(2) : Instant.MaxValue,
        HoldoutShare = _random.Next(3) == 0 ? 0.5 : 0,
        Class = _random.Next(8) == 0 ? ContactPolicy.ServiceClass : ContactPolicy.MarketingClass,
        Budget = number == 1 ? 500 : null,
    };

    /// <summary>One time in so many comparisons and memberships joined at random.</summary>
    private string? Condition(int oneIn, bool context = true)
    {
        if (_random.Next(oneIn) != 0)
        {
            return null;
        }

        var usable = Simple.Where(text => context || !text.Contains("context", StringComparison.Ordinal)).ToArray();
        var text = usable[_random.Next(usable.Length)];
        for (var i = _random.Next(3); i > 0; i--)
        {
            text = $"({text}) {Pick("&&", "||")} {Pick("", "!")}({usable[_random.Next(usable.Length)]})";
        }

        return text;
    }

    private void Maybe(Action action)
    {
        if (_random.Next(4) != 0)
        {
            action();
        }
    }

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
