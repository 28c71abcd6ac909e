using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Brings a scheduled campaign to its customers, through the decisions that everything passes.</summary>
public interface IScheduledContacts
{
    /// <summary>Whether the campaign decides live, in every partition.</summary>
    bool IsInForce(string campaign);

    /// <summary>The keys of an audience as it is now, by partition, each in ascending order.</summary>
    /// <param name="audience">Null: everybody.</param>
    /// <returns>A problem where it does not compile.</returns>
    ValueTask<Result<IReadOnlyList<long[]>>> ListAsync(string? audience, CancellationToken cancellation);

    /// <summary>
    /// Lets the campaign's hour come for these customers of one partition. Answered when each has been decided about and that is
    /// durable; a customer whose turn it was before, at the same hour of the campaign, is passed over.
    /// </summary>
    /// <param name="remembered">How long the turn is known to have been, so that a batch that was cut off can go on.</param>
    /// <returns>False when the campaign was not in force there; then it is to be asked again, and nobody is lost or met twice.</returns>
    ValueTask<bool> OfferAsync(
        string campaign, Instant hour, TimeSpan remembered, int partition, ReadOnlyMemory<long> keys, CancellationToken cancellation);
}
