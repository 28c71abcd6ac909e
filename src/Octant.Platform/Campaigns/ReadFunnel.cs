using Octant.Engine.Calendar;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

/// <param name="Stage">audience (customers); planned, sent, shown, clicked, interested, accepted (contacts and responses).</param>
/// <param name="OfBefore">Share of the stage before, 0 to 1; null where that is empty, and of the first.</param>
public sealed record FunnelStage(string Stage, long Count, double? OfBefore);

/// <param name="AsOf">Of the audience, which is counted as it is now.</param>
public sealed record CampaignFunnel(string CampaignId, Instant AsOf, IReadOnlyList<FunnelStage> Stages);

/// <summary>A campaign from its audience to the accepted offer.</summary>
public static class ReadFunnel
{
    private static readonly string[] Answers = ["shown", "clicked", "interested", "accepted"];

    public static async Task<Result<CampaignFunnel>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, IAudienceSizes audiences, IProjections projections, IProjectionStore store, CancellationToken cancellation)
    {
        if (!(await ReadFigures.HandleAsync(id, caller, storage, projections, store, cancellation)).TryGet(out var figures, out var problem))
        {
            return problem;
        }

        var campaign = (await storage.Campaigns.ReadAsync(id, cancellation))!.Value;
        var sizes = await audiences.MeasureAsync([CampaignSight.AudienceFor(caller, campaign)], cancellation);
        if (!sizes.First.TryGet(out var audience, out problem))
        {
            return problem;
        }

        var counts = new List<(string Stage, long Count)> { ("audience", audience.Count), ("planned", figures.Planned), ("sent", figures.Sent) };
        counts.AddRange(Answers.Select(answer => (answer, figures.Responses[answer])));
        return new CampaignFunnel(
            id,
            sizes.AsOf,
            [.. counts.Select((stage, i) => new FunnelStage(stage.Stage, stage.Count, i > 0 && counts[i - 1].Count > 0 ? (double)stage.Count / counts[i - 1].Count : null))]);
    }
}
