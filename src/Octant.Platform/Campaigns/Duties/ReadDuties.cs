using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns.Duties;

/// <summary>A lane that waits for a decision.</summary>
public sealed record ReviewDuty(
    string CampaignId, string CampaignName, string Lane, string LaneName, string? LaneEnglishName, Instant DueAt, bool IsOverdue);

/// <param name="At">When it was sent back, drafted, or when it ends; null where that is not known.</param>
/// <param name="Comment">What the lane said that sent it back.</param>
public sealed record CampaignNote(string CampaignId, string CampaignName, CampaignStatus Status, Instant? At, string? Comment);

/// <summary>What waits for one person.</summary>
/// <param name="Reviews">Lanes they may decide, the most urgent first.</param>
/// <param name="SentBack">Theirs, to be mended; the latest first.</param>
/// <param name="Drafts">Theirs, and nobody's of their part of the organisation, not handed in yet; the latest first.</param>
/// <param name="Ready">Approved, to be launched.</param>
/// <param name="Ending">Live ones of their part that end within seven days, the next first.</param>
public sealed record Duties(
    IReadOnlyList<ReviewDuty> Reviews,
    IReadOnlyList<CampaignNote> SentBack,
    IReadOnlyList<CampaignNote> Drafts,
    IReadOnlyList<CampaignNote> Ready,
    IReadOnlyList<CampaignNote> Ending);

/// <summary>What waits for who asks; at most a few seconds old.</summary>
public static class ReadDuties
{
    public static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    public static async Task<Result<Duties>> HandleAsync(Caller caller, DutyKeeper keeper, IClock clock, CancellationToken cancellation)
    {
        var now = clock.Now;
        var seen = (await keeper.GetAsync(cancellation)).Where(duty => CampaignSight.Permits(caller, duty.Campaign)).ToList();
        var mine = seen.Where(duty => duty.Campaign.Status == CampaignStatus.Draft && !duty.IsUnderWay && IsOf(caller, duty)).ToList();
        return new Duties(
            caller.Has(Scopes.CampaignsReview) ? [.. seen.Where(duty => duty.IsUnderWay).SelectMany(duty => ReviewsOf(caller, duty, now)).OrderBy(review => review.DueAt).ThenBy(review => review.CampaignId, StringComparer.Ordinal)] : [],
            [.. mine.Where(duty => LastSentBack(duty) is not null).Select(duty => NoteOf(duty, LastSentBack(duty)!.At, LastSentBack(duty)!.Comment)).OrderByDescending(note => note.At)],
            [.. mine.Where(duty => LastSentBack(duty) is null).Select(duty => NoteOf(duty, duty.Reviews.DraftedAt)).OrderByDescending(note => note.At)],
            caller.Has(Scopes.CampaignsLaunch) ? [.. seen.Where(duty => duty.Campaign.Status == CampaignStatus.Approved && caller.Covers(duty.Campaign.Organisation)).Select(duty => NoteOf(duty, null))] : [],
            [
                .. seen.Where(duty => duty.Campaign.Status is CampaignStatus.Live or CampaignStatus.Paused && caller.Covers(duty.Campaign.Organisation) && duty.Campaign.End > now && duty.Campaign.End <= now + Soon)
                    .Select(duty => NoteOf(duty, duty.Campaign.End))
                    .OrderBy(note => note.At),
            ]);
    }

    /// <summary>Theirs by name; or nobody's, where they draft campaigns of that part of the organisation.</summary>
    private static bool IsOf(Caller caller, CampaignDuty duty) =>
        duty.Reviews.SubmittedBy is { } by && by == caller.Id
        || (duty.Plan?.Owner is { } owner ? owner == caller.StaffNumber : caller.Has(Scopes.CampaignsWrite) && caller.Covers(duty.Campaign.Organisation));

    private static CampaignReview? LastSentBack(CampaignDuty duty) =>
        duty.Reviews.Lanes.Any(lane => lane.Status == LaneStatus.SentBack) ? duty.Reviews.Reviews.LastOrDefault(review => review.Verdict == ReviewVerdict.SendBack) : null;

    private static IEnumerable<ReviewDuty> ReviewsOf(Caller caller, CampaignDuty duty, Instant now) =>
        duty.Reviews.Lanes
            .Where(lane => lane.Status == LaneStatus.Open && caller.RefuseDecision(lane, duty.Reviews, duty.Plan) is null)
            .Select(lane => new ReviewDuty(
                duty.Campaign.Id, duty.Campaign.Name, lane.Terms.Id, lane.Terms.Name, lane.Terms.EnglishName, lane.DueAt!.Value, now > lane.DueAt));

    private static CampaignNote NoteOf(CampaignDuty duty, Instant? at, string? comment = null) =>
        new(duty.Campaign.Id, duty.Campaign.Name, duty.Campaign.Status, at, comment);
}
