using Octant.Engine.Allocation;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Allocations;

/// <param name="Minimum">Contacts it is to have at least.</param>
/// <param name="Maximum">Contacts it may have at most.</param>
/// <param name="Budget">Minor units for these contacts; never more than is left of the campaign's own budget.</param>
/// <param name="MostPerCustomer">Contacts of one customer about it; null for no limit of its own.</param>
public sealed record CompetingCampaign(string Id, long? Minimum, long? Maximum, long? Budget, int? MostPerCustomer);

/// <param name="Capacity">Contacts; never more than is left of the channel's capacity of the day. Null: what is left.</param>
/// <param name="MostPerCustomer">Contacts of one customer through it; null for no limit of its own.</param>
public sealed record CompetingChannel(string Id, long? Capacity, int? MostPerCustomer);

/// <summary>
/// Campaigns that compete for channels; one that is drafted or approved takes part as if it were live. Who could be offered what is found by the rules of decisions: audience and conditions,
/// product check, consent, contact policy, channel fit; capacity, budget and stock are what is left of them.
/// </summary>
/// <param name="Channels">Null: all channels of the campaigns.</param>
/// <param name="At">The moment for which is planned, within a year; null for now. Contacts count then, and capacity is that of its day.</param>
/// <param name="MostPerCustomer">Contacts of one customer in all; 1 where it is left out.</param>
/// <param name="Budget">Minor units for all contacts.</param>
/// <param name="MostPasses">Passes over all customers at most, to find the prices; 60 where it is left out.</param>
public sealed record AllocateRequest(
    IReadOnlyList<CompetingCampaign> Campaigns, IReadOnlyList<CompetingChannel>? Channels, Instant? At, int? MostPerCustomer, long? Budget, int? MostPasses)
{
    private const int LongestSearch = 1_000;

    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>Null where it can be worked on.</summary>
    public Problem? Check(Strategy strategy, Instant now)
    {
        var fields = new FieldChecks();
        fields.Require(Campaigns.Count > 0, "campaigns", "one campaign at least");
        fields.RequireDistinct([.. Campaigns.Select(campaign => campaign.Id)], "campaigns");
        fields.RequireDistinct([.. (Channels ?? []).Select(channel => channel.Id)], "channels");
        fields.Require(Channels is not { Count: 0 }, "channels", "one channel at least, or to be left out");
        fields.Require(At is null || (At >= now && At <= now + Furthest), "at", "a time from now on, within 366 days", At);
        fields.RequireBetween(MostPerCustomer ?? 1, 1, AllocationProblem.MostContacts, "mostPerCustomer");
        fields.RequireBetween(MostPasses ?? 1, 1, LongestSearch, "mostPasses");
        fields.RequireNotNegative(Budget, "budget");
        for (var i = 0; i < Campaigns.Count; i++)
        {
            CheckCampaign(strategy, Campaigns[i], $"campaigns[{i}]", fields);
        }

        for (var i = 0; i < (Channels?.Count ?? 0); i++)
        {
            fields.Require(strategy.Channel(Channels![i].Id) is not null, $"channels[{i}].id", "the id of an existing channel", Channels[i].Id);
            fields.RequireNotNegative(Channels[i].Capacity, $"channels[{i}].capacity");
            fields.RequireBetween(Channels[i].MostPerCustomer ?? 1, 0, byte.MaxValue, $"channels[{i}].mostPerCustomer");
        }

        return fields.ToProblem();
    }

    private static void CheckCampaign(Strategy strategy, CompetingCampaign campaign, string field, FieldChecks fields)
    {
        fields.Require(
            strategy.Campaign(campaign.Id)?.Definition is { Status: CampaignStatus.Live } live && (live.Trigger is null || CampaignDue.IsAnsweredBy(live)),
            $"{field}.id",
            "the id of a campaign, live, drafted or approved, that answers no customer event",
            campaign.Id);
        fields.RequireNotNegative(campaign.Minimum, $"{field}.minimum");
        fields.RequireNotNegative(campaign.Budget, $"{field}.budget");
        fields.RequireBetween(campaign.MostPerCustomer ?? 1, 0, byte.MaxValue, $"{field}.mostPerCustomer");
        fields.Require(campaign.Maximum is null || campaign.Maximum >= (campaign.Minimum ?? 0), $"{field}.maximum", "0 or more, and no less than the minimum", campaign.Maximum);
    }
}
