using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <param name="SharedWithFirst">Customers it shares with the first audience of the question; none where the first does not compile.</param>
public sealed record MeasuredAudience(long Count, long SharedWithFirst);

/// <summary>How large audiences are, all as of one instant.</summary>
/// <param name="Total">All customers.</param>
/// <param name="Items">In the order of the question; a problem for each that does not compile.</param>
public sealed record AudienceSizes(long Total, Instant AsOf, IReadOnlyList<Result<MeasuredAudience>> Items)
{
    /// <summary>Of a question about one audience, the answer.</summary>
    public Result<MeasuredAudience> First => Items[0];
}

/// <summary>Counts audiences for capabilities above, exactly.</summary>
public interface IAudienceSizes
{
    /// <summary>Counts all in one scan.</summary>
    /// <param name="audiences">One at least. Null: everybody.</param>
    ValueTask<AudienceSizes> MeasureAsync(IReadOnlyList<string?> audiences, CancellationToken cancellation);
}
