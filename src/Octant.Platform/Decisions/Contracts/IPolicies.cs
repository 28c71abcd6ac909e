using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>How customers may be contacted, and what holds for all decisions.</summary>
public interface IPolicies
{
    /// <summary>In ordinal order of id.</summary>
    ValueTask<IReadOnlyList<ContactPolicy>> ReadContactPoliciesAsync(CancellationToken cancellation);

    /// <summary>The defaults as long as nobody has set anything.</summary>
    ValueTask<PlatformSettings> ReadSettingsAsync(CancellationToken cancellation);

    /// <summary>The platform's zone, in which it counts its days.</summary>
    ValueTask<ZoneTable> ReadZoneAsync(CancellationToken cancellation);
}
