using System.Text.Json.Nodes;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Reviews;

public enum ReviewVerdict
{
    Approve,
    SendBack,
}

/// <summary>What one lane said.</summary>
/// <param name="OpenedAt">Since when the lane could have said it.</param>
public sealed record CampaignReview(string Lane, ReviewVerdict Verdict, string? Comment, string By, Instant OpenedAt, Instant At);

/// <summary>Something said about a campaign that decides nothing.</summary>
public sealed record CampaignComment(string By, Instant At, string Text);

public enum LaneStatus
{
    /// <summary>For lanes before it.</summary>
    Waiting,
    Open,
    Approved,
    SentBack,
}

/// <summary>How far one lane has come with a campaign.</summary>
/// <param name="Terms">The lane as it was when the campaign was submitted.</param>
public sealed record LaneReview(ReviewLane Terms, LaneStatus Status)
{
    public Instant? OpenedAt { get; init; }

    public Instant? DueAt { get; init; }

    public Instant? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    /// <summary>Staff number of who shall decide in the lane's stead.</summary>
    public string? DelegatedTo { get; init; }

    /// <summary>The content the lane decided on last; null while it has decided nothing.</summary>
    public JsonObject? Seen { get; init; }
}

/// <summary>
/// How far the review of a campaign has come. Lanes decide side by side, each opens when those it comes after have approved.
/// One that sends the campaign back ends the round; in the next round only those lanes open again whose part was edited,
/// while an edit that no lane covers opens all.
/// </summary>
public sealed record CampaignReviews
{
    public static CampaignReviews None { get; } = new();

    public string? SubmittedBy { get; init; }

    /// <summary>Null while it is not under review.</summary>
    public Instant? SubmittedAt { get; init; }

    /// <summary>What was submitted: an edit withdraws it.</summary>
    public JsonObject? Submission { get; init; }

    /// <summary>Of the last round, in order of id.</summary>
    public IReadOnlyList<LaneReview> Lanes { get; init; } = [];

    /// <summary>All verdicts of all rounds, oldest first.</summary>
    public IReadOnlyList<CampaignReview> Reviews { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CampaignComment> Comments { get; init; } = [];

    public Instant? DraftedAt { get; init; }

    public Instant? FirstSubmittedAt { get; init; }

    public Instant? ApprovedAt { get; init; }

    public Instant? LaunchedAt { get; init; }

    public bool AreApproved => Lanes.Count > 0 && Lanes.All(lane => lane.Status == LaneStatus.Approved);

    public bool AreUnderWayFor(JsonObject content) => SubmittedAt is not null && JsonNode.DeepEquals(Submission, content);

    public LaneReview? Find(string lane) => Lanes.FirstOrDefault(review => string.Equals(review.Terms.Id, lane, StringComparison.Ordinal));

    /// <summary>A round of review begins, or none is needed when every lane's earlier approval stands.</summary>
    /// <param name="lanes">Those called for; one at least.</param>
    public CampaignReviews Submit(JsonObject content, IReadOnlyList<ReviewLane> lanes, string by, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lanes.Count);
        var round = this with
        {
            SubmittedBy = by,
            SubmittedAt = now,
            Submission = content,
            FirstSubmittedAt = FirstSubmittedAt ?? now,
            Lanes = [.. lanes.Select(terms => Begin(terms, content, lanes))],
        };
        return round.Proceed(now);
    }

    /// <summary>One lane says what it says. A lane that is not open is a conflict.</summary>
    public Result<CampaignReviews> Decide(string lane, ReviewVerdict verdict, string? comment, string by, Instant now)
    {
        if (Find(lane) is not { } review)
        {
            return Problem.Invalid("lane", string.Join(" or ", Lanes.Select(known => known.Terms.Id)), lane);
        }

        if (review.Status != LaneStatus.Open)
        {
            return Problem.Conflict(review.Status == LaneStatus.Waiting
                ? $"The lane '{lane}' waits for {string.Join(" and ", WaitedFor(review))}."
                : $"The lane '{lane}' has decided already.");
        }

        var decided = review with
        {
            Status = verdict == ReviewVerdict.Approve ? LaneStatus.Approved : LaneStatus.SentBack,
            DecidedAt = now,
            DecidedBy = by,
            Seen = Submission,
        };
        var after = this with
        {
            Lanes = [.. Lanes.Select(known => ReferenceEquals(known, review) ? decided : known)],
            Reviews = [.. Reviews, new CampaignReview(lane, verdict, comment, by, review.OpenedAt!.Value, now)],
        };
        return verdict == ReviewVerdict.Approve ? after.Proceed(now) : after with { SubmittedAt = null };
    }

    /// <summary>The lane shall be decided by this person, beside those whose lane it is; null takes that back.</summary>
    public Result<CampaignReviews> Delegate(string lane, string? to) =>
        Find(lane) is not { } review
            ? Problem.NotFound("lane of this review", lane)
            : review.Status is LaneStatus.Approved or LaneStatus.SentBack
                ? Problem.Conflict($"The lane '{lane}' has decided already.")
                : this with { Lanes = [.. Lanes.Select(known => ReferenceEquals(known, review) ? review with { DelegatedTo = to } : known)] };

    /// <summary>What a lane has to look at since it decided last; everything it covers when it never has.</summary>
    public IReadOnlyList<ContentChange> ChangesFor(LaneReview lane) =>
        lane.Seen is null || Submission is null
            ? []
            : [.. CampaignContent.Between(lane.Seen, Submission).Where(change => lane.Terms.Covering(change.Part) || !IsCovered(change.Part))];

    private LaneReview Begin(ReviewLane terms, JsonObject content, IReadOnlyList<ReviewLane> lanes)
    {
        var known = Find(terms.Id);
        var stands = known is { Status: LaneStatus.Approved, Seen: { } seen }
            && !CampaignContent.Between(seen, content).Any(change => terms.Covering(change.Part) || !lanes.Any(lane => lane.Covering(change.Part)));
        return stands
            ? known! with { Terms = terms }
            : new LaneReview(terms, LaneStatus.Waiting) { Seen = known?.Seen, DelegatedTo = known?.DelegatedTo };
    }

    private CampaignReviews Proceed(Instant now)
    {
        var opened = this with
        {
            Lanes = [.. Lanes.Select(lane => lane.Status == LaneStatus.Waiting && WaitedFor(lane).Count == 0
                ? lane with { Status = LaneStatus.Open, OpenedAt = now, DueAt = now + lane.Terms.Within }
                : lane)],
        };
        return opened.AreApproved ? opened with { ApprovedAt = now } : opened;
    }

    private List<string> WaitedFor(LaneReview lane) =>
        [.. Lanes.Where(earlier => earlier.Status != LaneStatus.Approved && lane.Terms.After.Contains(earlier.Terms.Id, StringComparer.Ordinal))
            .Select(earlier => earlier.Terms.Id)];

    private bool IsCovered(CampaignPart part) => Lanes.Any(lane => lane.Terms.Covering(part));
}
