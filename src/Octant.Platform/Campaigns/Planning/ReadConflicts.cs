using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>Another campaign that wants the same customers in the same channels at the same time.</summary>
/// <param name="From">Of the time both run.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Days">
/// Of that time those on which both may contact their customers: begun ones, or the days in the platform's zone on which contacts of what is
/// scheduled are due in the shared channels; 0 where both are scheduled and never meet on a day.
/// </param>
/// <param name="Channels">Channels both use.</param>
/// <param name="Offerings">Offerings both make.</param>
/// <param name="SharedAudience">Customers in both audiences, exactly.</param>
/// <param name="Precedence">The other's; the lower one gives way.</param>
public sealed record CampaignConflict(
    string CampaignId,
    string CampaignName,
    CampaignStatus Status,
    Instant From,
    Instant To,
    int Days,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Offerings,
    long Audience,
    long SharedAudience,
    int Precedence);

/// <param name="Audience">The campaign's own.</param>
/// <param name="Items">The one that shares most customers first; those that share none are left out.</param>
public sealed record CampaignConflicts(string CampaignId, Instant AsOf, long Audience, IReadOnlyList<CampaignConflict> Items);

/// <summary>Names every campaign that conflicts with one, with the exact overlap of audiences and days.</summary>
public static class ReadConflicts
{
    private const int MostCompared = 200;

    public static async Task<Result<CampaignConflicts>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, IAudienceSizes audiences, IPolicies policies, IChannels channels, CancellationToken cancellation)
    {
        return (await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem)
            ? await FindAsync(stored.Value, caller, storage, audiences, policies, channels, cancellation)
            : problem;
    }

    internal static async ValueTask<Result<CampaignConflicts>> FindAsync(
        CampaignDefinition campaign, Caller caller, CampaignStorage storage, IAudienceSizes audiences, IPolicies policies, IChannels channels, CancellationToken cancellation)
    {
        var others = (await storage.Campaigns.ReadAllAsync(cancellation)).Where(other => CampaignSight.Permits(caller, other) && MayConflict(campaign, other)).Take(MostCompared).ToList();
        var sizes = await audiences.MeasureAsync([.. others.Prepend(campaign).Select(one => CampaignSight.AudienceFor(caller, one))], cancellation);
        if (!sizes.First.TryGet(out var own, out var problem))
        {
            return problem;
        }

        var times = await CurrentDueTimes.ReadAsync(policies, channels, sizes.AsOf, cancellation);
        var conflicts = new List<CampaignConflict>();
        foreach (var (other, measured) in others.Zip(sizes.Items.Skip(1)))
        {
            // Drafts may not compile yet; they cannot take anybody away from anything.
            if (measured is { Succeeded: true, Value: { SharedWithFirst: > 0 } size })
            {
                var plan = (await storage.Plans.ReadAsync(other.Id, cancellation))?.Value;
                conflicts.Add(Describe(campaign, other, times, size.Count, size.SharedWithFirst, plan ?? new CampaignPlan { Id = other.Id }));
            }
        }

        return new CampaignConflicts(
            campaign.Id, sizes.AsOf, own.Count, [.. conflicts.OrderByDescending(conflict => conflict.SharedAudience).ThenBy(conflict => conflict.CampaignId, StringComparer.Ordinal)]);
    }

    private static bool MayConflict(CampaignDefinition campaign, CampaignDefinition other) =>
        other.Id != campaign.Id
        && other.Status != CampaignStatus.Ended
        && other.Start < campaign.End
        && campaign.Start < other.End
        && other.Channels.Any(channel => campaign.Channels.Contains(channel, StringComparer.Ordinal));

    private static CampaignConflict Describe(CampaignDefinition campaign, CampaignDefinition other, DueTimes times, long audience, long shared, CampaignPlan plan)
    {
        var (from, to) = (Instant.Max(campaign.Start, other.Start), campaign.End < other.End ? campaign.End : other.End);
        string[] shares = [.. campaign.Channels.Intersect(other.Channels, StringComparer.Ordinal)];
        return new CampaignConflict(
            other.Id,
            other.Name,
            other.Status,
            from,
            to,
            DaysOfBoth(times.DaysOf(campaign, shares, from, to), times.DaysOf(other, shares, from, to)) ?? (int)Math.Min(int.MaxValue, Math.Ceiling((to - from).TotalDays)),
            shares,
            [.. campaign.Offers.Select(offer => offer.Offering).Intersect(other.Offers.Select(offer => offer.Offering), StringComparer.Ordinal)],
            audience,
            shared,
            plan.Precedence);
    }

    /// <summary>Null where neither is scheduled.</summary>
    private static int? DaysOfBoth(HashSet<CalendarDay>? one, HashSet<CalendarDay>? other) =>
        one is not null && other is not null ? one.Count(other.Contains) : one?.Count ?? other?.Count;
}
