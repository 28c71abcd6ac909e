using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Duties;

/// <summary>One campaign with what people have to do with it.</summary>
/// <param name="IsUnderWay">It is under review as it stands.</param>
internal sealed record CampaignDuty(CampaignDefinition Campaign, CampaignPlan? Plan, CampaignReviews Reviews, bool IsUnderWay);

/// <summary>All campaigns with plans and reviews, read once a moment for everybody who asks what waits for them.</summary>
public sealed class DutyKeeper : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly CampaignStorage _storage;
    private readonly KeptBriefly<IReadOnlyList<CampaignDuty>> _duties;

    public DutyKeeper(CampaignStorage storage)
    {
        _storage = storage;
        _duties = new KeptBriefly<IReadOnlyList<CampaignDuty>>(Moment, ReadAsync);
    }

    internal ValueTask<IReadOnlyList<CampaignDuty>> GetAsync(CancellationToken cancellation) => _duties.GetAsync(cancellation);

    public void Dispose() => _duties.Dispose();

    private async Task<IReadOnlyList<CampaignDuty>> ReadAsync(CancellationToken cancellation)
    {
        var plans = (await _storage.Plans.ReadAllAsync(cancellation)).ToDictionary(plan => plan.Id, StringComparer.Ordinal);
        var duties = new List<CampaignDuty>();
        foreach (var campaign in (await _storage.Campaigns.ReadAllAsync(cancellation)).Where(campaign => campaign.Status != CampaignStatus.Ended))
        {
            var plan = plans.GetValueOrDefault(campaign.Id);
            // What has been approved waits for nobody's review any more.
            var reviews = campaign.Status == CampaignStatus.Draft
                ? (await _storage.Reviews.ReadAsync(campaign.Id, cancellation))?.Value ?? CampaignReviews.None
                : CampaignReviews.None;
            duties.Add(new CampaignDuty(campaign, plan, reviews, reviews.SubmittedAt is not null && reviews.AreUnderWayFor(CampaignContent.Of(campaign, plan))));
        }

        return duties;
    }
}
