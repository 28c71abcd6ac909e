using System.Text.Json;
using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Campaigns;

/// <summary>
/// A campaign as it is read: with <c>behaviour</c>, which tells of every behaviour function from when it is complete, while the
/// campaign is in force. A draft has no such member, so that what was read can be put back.
/// </summary>
public static class CampaignView
{
    public static async ValueTask<JsonObject> OfAsync(CampaignDefinition campaign, IObservedBehaviour observed, CancellationToken cancellation)
    {
        var view = JsonSerializer.SerializeToNode(campaign, JsonConventions.Options)!.AsObject();
        if (campaign.Status is CampaignStatus.Live or CampaignStatus.Paused
            && await observed.ReadAsync(campaign, cancellation).ConfigureAwait(false) is { Count: > 0 } behaviour)
        {
            view["behaviour"] = JsonSerializer.SerializeToNode(behaviour, JsonConventions.Options);
        }

        return view;
    }
}
