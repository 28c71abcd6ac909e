using System.Collections.Concurrent;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Simulation;

/// <summary>Strategies by version: what is paused follows from the version, so that every node can find each of them.</summary>
internal static class SimulatedStrategies
{
    public const long SmsPerDay = 6;
    public const long Stock = 9;
    public const long Budget = 20;

    private static readonly ConcurrentDictionary<long, Strategy> Compiled = new();

    public static IReadOnlyList<ContactPolicy> Policies { get; } =
    [
        TestStrategy.Policy with
        {
            Caps =
            [
                new Cap { Limit = 3, Calendar = CalendarUnit.Day },
                new Cap { Limit = 2, Rolling = TimeSpan.FromHours(5), Channels = ["sms"] },
                new Cap { Limit = 4, Calendar = CalendarUnit.Week, Scope = CapScope.Campaign },
            ],
            CoolDowns = [new CoolDown(CapScope.Campaign, TimeSpan.FromHours(8))],
        },
    ];

    /// <summary>In every other version there is nobody who asks how often a customer topped up: then nothing of it is kept.</summary>
    public static CampaignDefinition Heavy { get; } = TestStrategy.Campaign("C-HEAVY", "P-DATA", "web") with
    {
        Eligibility = "count(\"topup\", duration(\"6h\")) >= 2 && last(\"order\") > now - duration(\"48h\") || sum(\"topup\", \"amount\", duration(\"1h\")) > 60.0",
    };

    /// <summary>Tops up and orders nothing for an hour.</summary>
    public static CampaignDefinition Quiet { get; } = TestStrategy.Campaign("C-QUIET", "P-5G", "sms") with
    {
        Trigger = new CampaignTrigger("topup", "event.amount > 20.0") { Absent = "order", Within = TimeSpan.FromHours(1) },
    };

    public static Strategy Version(long version) => Compiled.GetOrAdd(version, Compile);

    private static Strategy Compile(long version)
    {
        var definition = TestStrategy.Definition;
        return TestStrategy.Compile(definition with
        {
            Version = version,
            Policies = Policies,
            Channels = [TestStrategy.Web, TestStrategy.Sms with { DailyCapacity = SmsPerDay, CostPerContact = 1 }],
            Offerings = [.. definition.Offerings.Select(offering => offering.Id == "P-DATA" ? offering with { Stock = Stock } : offering)],
            Campaigns = [.. definition.Campaigns.Concat(version % 3 != 0 ? [Quiet] : []).Concat(version % 2 == 1 ? [Heavy] : []).Select((campaign, index) => campaign with
            {
                // The first version has all of them live.
                Status = ((version - 1) >> index & 1) == 0 ? CampaignStatus.Live : CampaignStatus.Paused,
                HoldoutShare = campaign.Id == "C-TV" ? 0.3 : 0,
                Budget = campaign.Id == "C-5G" ? Budget : null,
                Validity = TimeSpan.FromHours(20),
            })],
        });
    }

    public static long? Capacity(string resource) => SharedResources.CapacityOf(Version(1), resource);
}
