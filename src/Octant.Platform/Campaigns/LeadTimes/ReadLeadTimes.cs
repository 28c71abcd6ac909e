using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.LeadTimes;

/// <summary>How long one stage takes. Hours.</summary>
/// <param name="Stage"><c>drafting</c>, <c>review</c>, <c>launching</c>, or <c>lane:</c> with a lane's id.</param>
public sealed record StageTime(string Stage, int Count, double MedianHours, double LongestHours);

/// <param name="Days">From first draft to launch.</param>
public sealed record CampaignLeadTime(string CampaignId, string CampaignName, Instant DraftedAt, Instant? SubmittedAt, Instant? ApprovedAt, Instant LaunchedAt, double Days);

/// <param name="MedianDays">Null when nothing was launched.</param>
/// <param name="Change">Of the median against the baseline: −0.5 is half as long; null without a baseline.</param>
public sealed record LeadTimes(
    double? MedianDays, LeadTimeBaseline Baseline, double? Change, IReadOnlyList<StageTime> Stages, IReadOnlyList<CampaignLeadTime> Campaigns);

/// <summary>How long campaigns that were launched in a period took, stage by stage, beside the province's own baseline.</summary>
public static class ReadLeadTimes
{
    public static async Task<Result<LeadTimes>> HandleAsync(
        Caller caller, CampaignStorage storage, LeadTimeBaselineResource baselines, CancellationToken cancellation, string? from = null, string? to = null)
    {
        var fields = new FieldChecks();
        var first = fields.ReadInstant(from, "from", Instant.MinValue);
        var beyond = fields.ReadInstant(to, "to", Instant.MaxValue);
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var known = await storage.ReadAllReviewsAsync(cancellation);
        var launched = (await storage.Campaigns.ReadAllAsync(cancellation))
            .Where(campaign => CampaignSight.Permits(caller, campaign))
            .Select(campaign => (Campaign: campaign, Reviews: known.GetValueOrDefault(campaign.Id, CampaignReviews.None)))
            .Where(pair => pair.Reviews is { DraftedAt: not null, LaunchedAt: { } at } && at >= first && at < beyond)
            .ToList();
        var times = launched
            .Select(pair => TimeOf(pair.Campaign, pair.Reviews))
            .OrderByDescending(time => time.LaunchedAt)
            .ToList();
        var baseline = (await baselines.Reader.ReadAsync(LeadTimeBaseline.Id, cancellation))?.Value ?? LeadTimeBaseline.Unknown;
        double? median = times.Count == 0 ? null : Median([.. times.Select(time => time.Days)]);
        return new LeadTimes(
            median,
            baseline,
            median is { } days && baseline.Days is { } before and > 0 ? (days - before) / before : null,
            StagesOf([.. launched.Select(pair => pair.Reviews)]),
            times);
    }

    private static CampaignLeadTime TimeOf(CampaignDefinition campaign, CampaignReviews reviews) => new(
        campaign.Id,
        campaign.Name,
        reviews.DraftedAt!.Value,
        reviews.FirstSubmittedAt,
        reviews.ApprovedAt,
        reviews.LaunchedAt!.Value,
        (reviews.LaunchedAt.Value - reviews.DraftedAt.Value).TotalDays);

    private static List<StageTime> StagesOf(List<CampaignReviews> launched)
    {
        var lanes = launched
            .SelectMany(reviews => reviews.Reviews)
            .GroupBy(review => review.Lane, StringComparer.Ordinal)
            .OrderBy(lane => lane.Key, StringComparer.Ordinal)
            .Select(lane => ("lane:" + lane.Key, lane.Select(review => review.At - review.OpenedAt)));
        return
        [
            .. new[]
            {
                ("drafting", Between(reviews => reviews.DraftedAt, reviews => reviews.FirstSubmittedAt)),
                ("review", Between(reviews => reviews.FirstSubmittedAt, reviews => reviews.ApprovedAt)),
            }
            .Concat(lanes)
            .Append(("launching", Between(reviews => reviews.ApprovedAt, reviews => reviews.LaunchedAt)))
            .Select(stage => (stage.Item1, Hours: stage.Item2.Select(length => length.TotalHours).ToList()))
            .Where(stage => stage.Hours.Count > 0)
            .Select(stage => new StageTime(stage.Item1, stage.Hours.Count, Median(stage.Hours), stage.Hours.Max())),
        ];

        IEnumerable<TimeSpan> Between(Func<CampaignReviews, Instant?> begin, Func<CampaignReviews, Instant?> end) =>
            from reviews in launched
            let first = begin(reviews)
            let last = end(reviews)
            where first is not null && last is not null
            select last.Value - first.Value;
    }

    /// <summary>The mean of the two middle ones when their number is even.</summary>
    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
