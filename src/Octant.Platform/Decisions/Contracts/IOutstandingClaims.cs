namespace Octant.Platform.Decisions.Contracts;

/// <summary>Messages that senders have claimed and are just being handed.</summary>
public interface IOutstandingClaims
{
    /// <summary>Waits until every claim begun before this call has been handed over or has failed.</summary>
    Task WaitForEarlierAsync(CancellationToken cancellation);
}
