using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>How large audiences are, all as of one instant.</summary>
/// <param name="Total">All customers.</param>
/// <param name="Counts">In the order of the question.</param>
/// <param name="SharedWithFirst">For each, how many customers it shares with the first.</param>
public sealed record AudienceSizes(long Total, Instant AsOf, IReadOnlyList<long> Counts, IReadOnlyList<long> SharedWithFirst);

/// <summary>Counts audiences for capabilities above, exactly.</summary>
public interface IAudienceSizes
{
    /// <param name="audiences">One at least. Null: everybody.</param>
    /// <returns>A problem where one does not compile.</returns>
    ValueTask<Result<AudienceSizes>> MeasureAsync(IReadOnlyList<string?> audiences, CancellationToken cancellation);
}
