using Octant.Engine.Calendar;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>What becomes of the campaigns that were in force and that a draft does not name.</summary>
public enum OtherCampaigns
{
    /// <summary>They stay as they were at each decision.</summary>
    Keep,

    /// <summary>The draft's campaigns are the only ones.</summary>
    LeaveOut,
}

/// <summary>
/// The campaigns a simulation tries in place of those of the same ids. A draft or an approved one counts as live, an ended one
/// as gone; one whose own period does not touch the simulated one counts as in force throughout, since that is what is asked.
/// </summary>
public sealed class Draft
{
    private Draft(IReadOnlyList<CampaignDefinition> campaigns, OtherCampaigns others, IReadOnlyList<string> movedIntoPeriod)
    {
        Campaigns = campaigns;
        Others = others;
        MovedIntoPeriod = movedIntoPeriod;
    }

    /// <summary>In ordinal order of id, with the status they are tried with.</summary>
    public IReadOnlyList<CampaignDefinition> Campaigns { get; }

    public OtherCampaigns Others { get; }

    /// <summary>Ids of the campaigns whose own period lies elsewhere.</summary>
    public IReadOnlyList<string> MovedIntoPeriod { get; }

    /// <param name="campaigns">Of distinct ids.</param>
    /// <param name="from">First instant of the simulated period.</param>
    /// <param name="to">Exclusive.</param>
    public static Draft Of(IEnumerable<CampaignDefinition> campaigns, OtherCampaigns others, Instant from, Instant to)
    {
        var tried = new List<CampaignDefinition>();
        var moved = new List<string>();
        foreach (var campaign in campaigns.OrderBy(campaign => campaign.Id, StringComparer.Ordinal))
        {
            var live = campaign with { Status = campaign.Status is CampaignStatus.Draft or CampaignStatus.Approved ? CampaignStatus.Live : campaign.Status };
            if (live.Status == CampaignStatus.Live && (live.Start >= to || live.End <= from))
            {
                live = live with { Start = Instant.MinValue, End = Instant.MaxValue };
                moved.Add(live.Id);
            }

            tried.Add(live);
        }

        return new Draft(tried, others, moved);
    }

    /// <summary>
    /// The campaigns in force with the draft's put among them. One that says what is in force already is the same object, by
    /// which the compiler and the simulation know that nothing changes.
    /// </summary>
    public IReadOnlyList<CampaignDefinition> PutAmong(IReadOnlyList<CampaignDefinition> inForce)
    {
        var known = inForce.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        var all = new SortedDictionary<string, CampaignDefinition>(StringComparer.Ordinal);
        foreach (var campaign in Others == OtherCampaigns.Keep ? inForce : [])
        {
            all[campaign.Id] = campaign;
        }

        foreach (var campaign in Campaigns)
        {
            if (campaign.Status == CampaignStatus.Ended)
            {
                all.Remove(campaign.Id);
            }
            else
            {
                all[campaign.Id] = known.TryGetValue(campaign.Id, out var before) && SaysTheSame(before, campaign) ? before : campaign;
            }
        }

        return all.Count == inForce.Count && inForce.All(campaign => all.TryGetValue(campaign.Id, out var same) && ReferenceEquals(same, campaign))
            ? inForce
            : [.. all.Values];
    }

    /// <summary>Records compare their lists by reference, so lists are compared first.</summary>
    private static bool SaysTheSame(CampaignDefinition left, CampaignDefinition right) =>
        left.Offers.SequenceEqual(right.Offers)
        && left.Channels.SequenceEqual(right.Channels, StringComparer.Ordinal)
        && left.Touchpoints.SequenceEqual(right.Touchpoints, StringComparer.Ordinal)
        && left.Treatments.SequenceEqual(right.Treatments)
        && left.ContextWeights.SequenceEqual(right.ContextWeights)
        && left == right with
        {
            Offers = left.Offers,
            Channels = left.Channels,
            Touchpoints = left.Touchpoints,
            Treatments = left.Treatments,
            ContextWeights = left.ContextWeights,
        };
}
