using Octant.Engine.Allocation;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.LongWork;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>How often one option was given.</summary>
public sealed record OptionVolume(string Campaign, string Offering, string Channel, long Contacts);

/// <param name="Price">What the last contact of it cost in value elsewhere, about.</param>
public sealed record MinimumAnswer(string Name, long Contacts, long Reached, double Price);

/// <summary>What an allocation came to; also the answer of <c>octant allocate</c>.</summary>
/// <param name="Customers">With anything they could be offered.</param>
/// <param name="Value">In the unit of the candidates' values, as the bound and the prices.</param>
/// <param name="Bound">No allocation is worth more.</param>
/// <param name="Gap">Part of the bound that was not reached, 0 to 1.</param>
public sealed record AllocationAnswer(
    int Customers,
    long Contacts,
    double Value,
    double Bound,
    double Gap,
    int Passes,
    IReadOnlyList<ResourceUse> Resources,
    IReadOnlyList<MinimumAnswer> Minimums,
    IReadOnlyList<OptionVolume> Volumes)
{
    public static AllocationAnswer Of(int customers, IReadOnlyList<(string Campaign, string Offering, string Channel)> options, Allocation allocation) => new(
        customers,
        allocation.Contacts.Sum(),
        allocation.Value,
        allocation.Bound,
        allocation.Gap,
        allocation.Passes,
        allocation.Resources,
        [.. allocation.Minimums.Select(minimum => new MinimumAnswer(minimum.Name, minimum.Contacts, minimum.Reached, minimum.Price))],
        [.. options.Select((option, number) => new OptionVolume(option.Campaign, option.Offering, option.Channel, allocation.Contacts[number]))]);
}

/// <summary>How far an allocation has come, and what it came to.</summary>
/// <param name="Stage">reading, sampling, pricing, repairing, done.</param>
/// <param name="Done">Of <paramref name="Total"/>: customers read, or passes made.</param>
/// <param name="Total">Null where it is not known.</param>
/// <param name="Bound">The least upper bound on the value so far; null while there is none.</param>
/// <param name="At">The moment for which is planned.</param>
/// <param name="Read">Customers that were looked at, with something to offer or not.</param>
/// <param name="LeftOut">Campaigns of the request that do not go out on the day for which is planned, and so do not compete.</param>
/// <param name="Result">Null until it is completed.</param>
public sealed record AllocationView(
    string Id,
    WorkState State,
    string Stage,
    long Done,
    long? Total,
    double? Bound,
    Instant At,
    long StrategyVersion,
    long Read,
    Instant StartedAt,
    Instant? EndedAt,
    string? Problem,
    IReadOnlyList<LeftOutCampaign> LeftOut,
    AllocationAnswer? Result);

/// <summary>A scheduled campaign that has no contacts due on the day for which is planned, in the channels that are competed for.</summary>
/// <param name="Next">The first day after it on which it has, in the platform's zone; null when there is none any more.</param>
public sealed record LeftOutCampaign(string Campaign, DateOnly? Next);

/// <summary>One contact that an allocation gives a customer.</summary>
public sealed record AssignedContact(string CustomerId, string Campaign, string Offering, string Channel);
