using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
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

/// <param name="Due">The hour of its schedule.</param>
/// <param name="Audience">Customers in all; 0 before it begins.</param>
/// <param name="Done">Customers whose turn has come, whatever was decided about them.</param>
public sealed record BatchView(string CampaignId, BatchState State, Instant Due, Instant? StartedAt, Instant? CompletedAt, long Audience, long Done);

/// <summary>How far a scheduled campaign has come.</summary>
public static class ReadBatch
{
    public static async Task<Result<BatchView>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, BatchDesk desk, IClock clock, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        if (stored.Value.Schedule is not { } schedule)
        {
            return Problem.NotFound("batch", id);
        }

        var batch = desk.Find(id) ?? (await storage.Batches.ReadAsync(id, cancellation))?.Value;
        batch = batch?.Hour == schedule.At ? batch : null;
        return new BatchView(
            id, StateOf(stored.Value.Status, batch, schedule.At <= clock.Now), schedule.At, batch?.StartedAt, batch?.CompletedAt, batch?.Audience ?? 0, batch?.Done ?? 0);
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
