using Microsoft.Extensions.Logging.Abstractions;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Tests.Foundation.Partitions;

/// <summary>A real partition host on a journal that fails to order, with a clock that is set by hand.</summary>
internal sealed class PartitionHostRig : IStrategyArchive, IModelArchive, ISliceOwner, IClock
{
    private static readonly Strategy Strategy = StrategyCompiler.Compile(new StrategyDefinition
    {
        Version = 1,
        Zones = [ZoneTable.Utc],
        Zone = "UTC",
        Channels = [new Channel { Id = "web", Name = "Web", DailyCapacity = 1_000 }],
        Offerings = [new Offering { Id = "P-5G", Name = "5G", Value = 100 }],
        Campaigns =
        [
            new CampaignDefinition
            {
                Id = "C-5G",
                Name = "5G",
                Status = CampaignStatus.Live,
                Offers = [new CampaignOffer { Offering = "P-5G" }],
                Channels = ["web"],
            },
        ],
    }).Strategy!;

    public FaultyJournal Journal { get; init; } = new();

    public PartitionOptions Options { get; init; } = new() { Lanes = 2 };

    public Instant Now { get; set; } = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    /// <summary>What the owner of shared resources waits for before it grants.</summary>
    public TaskCompletionSource Grants { get; set; } = Done();

    public async Task<PartitionHost> StartAsync()
    {
        var host = new PartitionHost(Journal, this, this, this, this, Options, [], [], NullLogger<PartitionHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        return host;
    }

    public static Command UseStrategy() => new ChangeStrategy(1) { Strategy = Strategy };

    public static ChangeProfile Create(long key) => new(key, [], ["tag"], null);

    public static Decide Ask(long key, ulong id) =>
        new(key, id, 1, new DecisionRequest("web", null, 0, [], Actor.None));

    public static ReportContact Report(long key, ulong id, Instant at) =>
        new(key, id, "crm", null, null, ContactPolicy.MarketingClass, "hotline", at, Actor.None);

    /// <summary>A customer of this partition.</summary>
    public static long KeyIn(int partition, int number = 0)
    {
        for (var key = 0L; ; key++)
        {
            if (PartitionOptions.PartitionOf(key) == partition && number-- == 0)
            {
                return key;
            }
        }
    }

    public ValueTask<Strategy> ReadAsync(long version, CancellationToken cancellation) => ValueTask.FromResult(Strategy);

    public async ValueTask<GrantSlice> GrantAsync(Strategy strategy, ResourceSpend need, Instant now, CancellationToken cancellation)
    {
        await Grants.Task;
        return new GrantSlice(need.Resource, need.Period, need.Units, Exhausted: false, now + TimeSpan.FromHours(1));
    }

    public ValueTask ReturnAsync(IReadOnlyList<ResourceSpend> unspent, CancellationToken cancellation) => ValueTask.CompletedTask;

    private static TaskCompletionSource Done()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    ValueTask<Octant.Engine.Learning.ResponseModel> IModelArchive.ReadAsync(long version, CancellationToken cancellation) =>
        throw new InvalidOperationException("There are no response models here.");
}
