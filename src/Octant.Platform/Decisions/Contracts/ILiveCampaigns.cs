using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Where decisions learn which campaigns there are; the capability above that keeps campaigns answers it.</summary>
public interface ILiveCampaigns
{
    /// <summary>Live and paused campaigns, in ordinal order of id.</summary>
    ValueTask<IReadOnlyList<CampaignDefinition>> ReadAsync(CancellationToken cancellation);

    /// <summary>One of them; null when there is none of that id, or it is neither live nor paused.</summary>
    ValueTask<CampaignDefinition?> ReadAsync(string id, CancellationToken cancellation);

    /// <summary>One that is drafted or approved, as it would decide once it is live; null for every other id.</summary>
    ValueTask<CampaignDefinition?> ReadComingAsync(string id, CancellationToken cancellation);
}

/// <summary>A campaign went live, was paused, resumed or ended: the strategy is made anew.</summary>
public sealed record CampaignsChanged(string Id) : IMessage
{
    public static string Topic => "campaigns-changed";
}
