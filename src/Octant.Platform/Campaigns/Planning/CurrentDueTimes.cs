using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>When campaigns go out by the policies, the channels and the zone as they stand.</summary>
internal static class CurrentDueTimes
{
    public static async ValueTask<DueTimes> ReadAsync(IPolicies policies, IChannels channels, Instant now, CancellationToken cancellation) => new(
        await policies.ReadContactPoliciesAsync(cancellation),
        await channels.ReadChannelsAsync(cancellation),
        await policies.ReadZoneAsync(cancellation),
        now);
}
