using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Batches;

public enum BatchState
{
    /// <summary>Its hour has not come, or it is not launched yet.</summary>
    Waiting,

    Running,

    /// <summary>The campaign is paused; it goes on where it stopped.</summary>
    Paused,

    Completed,

    /// <summary>The campaign ended before everybody's turn had come.</summary>
    Ended,
}

/// <param name="Due">The hour of its schedule; of a recurring one the latest that has come, before that the first.</param>
/// <param name="Audience">Customers in all; 0 before it begins.</param>
/// <param name="Done">Customers whose turn has come, whatever was decided about them.</param>
/// <param name="Next">When it comes again; null where it does not.</param>
/// <param name="Runs">Every time it went out, the latest first; the latest 400.</param>
public sealed record BatchView(
    string CampaignId,
    BatchState State,
    Instant Due,
    Instant? StartedAt,
    Instant? CompletedAt,
    long Audience,
    long Done,
    Instant? Next,
    IReadOnlyList<BatchRunView> Runs);

/// <summary>One time that a campaign went to its audience, with what came of it.</summary>
/// <param name="CompletedAt">Null while it is under way, and where the next hour came before everybody had had a turn.</param>
/// <param name="Planned">Contacts granted from its day on, up to the day of the next.</param>
/// <param name="Sent">Contacts that went out in these days.</param>
/// <param name="Accepted">Offers that were taken in these days.</param>
public sealed record BatchRunView(Instant Due, Instant StartedAt, Instant? CompletedAt, long Audience, long Done, long Planned, long Sent, long Accepted);

/// <summary>How far a scheduled campaign has come, and what every earlier time came to.</summary>
public static class ReadBatch
{
    public static async Task<Result<BatchView>> HandleAsync(
        string id,
        Caller caller,
        CampaignStorage storage,
        BatchDesk desk,
        IProjectionStore store,
        IClock clock,
        CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var campaign = stored.Value;
        if (campaign.Schedule is not { } schedule || await desk.HoursOfAsync(campaign, cancellation) is not { } hours)
        {
            return Problem.NotFound("batch", id);
        }

        var current = hours.Current(clock.Now);
        var due = current ?? schedule.At;
        var latest = desk.Find(id) ?? (await storage.Batches.ReadAsync(id, cancellation))?.Value;
        var batch = latest?.Hour == due ? latest : null;
        var runs = ((await storage.BatchHistories.ReadAsync(id, cancellation))?.Value.Past ?? []).ToList();
        if (latest is not null && runs.All(run => run.Hour != latest.Hour))
        {
            runs.Insert(0, BatchPast.Of(latest));
        }

        // As the views have them, a moment behind: people look at this again and again while a batch runs.
        var totals = await store.ReadCountersAsync(new CounterFilter(Campaign: id), CounterParts.Day | CounterParts.Organisation, cancellation);
        if (!caller.Covers(campaign.Organisation))
        {
            totals = [.. totals.Where(total => caller.Permits(total.Organisation!))];
        }

        return new BatchView(
            id,
            StateOf(campaign.Status, batch, current is not null),
            due,
            batch?.StartedAt,
            batch?.CompletedAt,
            batch?.Audience ?? 0,
            batch?.Done ?? 0,
            campaign.Status == CampaignStatus.Ended ? null : hours.After(clock.Now),
            ViewsOf(runs, totals, hours));
    }

    private static List<BatchRunView> ViewsOf(List<BatchPast> runs, IReadOnlyList<CounterTotal> totals, BatchHours hours)
    {
        var views = new List<BatchRunView>(runs.Count);
        var beyond = int.MaxValue;
        foreach (var run in runs)
        {
            // Of two times on one day, as daylight or a changed zone may bring, the day counts for the later.
            var day = hours.DayOf(run.Hour);
            var last = beyond;
            long Sum(string outcome) => totals.Where(total => total.Outcome == outcome && total.Day >= day && total.Day < last).Sum(total => total.Amount);
            views.Add(new BatchRunView(run.Hour, run.StartedAt, run.CompletedAt, run.Audience, run.Done, Sum("planned"), Sum("sent"), Sum("accepted")));
            beyond = day;
        }

        return views;
    }

    private static BatchState StateOf(CampaignStatus status, CampaignBatch? batch, bool isDue) => batch switch
    {
        { CompletedAt: not null } => BatchState.Completed,
        _ when status == CampaignStatus.Ended => BatchState.Ended,
        _ when status == CampaignStatus.Live && isDue => BatchState.Running,
        not null when status == CampaignStatus.Paused => BatchState.Paused,
        _ => BatchState.Waiting,
    };
}
