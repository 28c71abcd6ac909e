namespace Octant.Platform.Decisions.Contracts;

/// <summary>How far the written views have come.</summary>
public interface IProjections
{
    /// <summary>
    /// Waits until everything that was durable at the moment of the call can be read, of one partition or of all.
    /// </summary>
    /// <exception cref="TimeoutException">They are further behind than <paramref name="patience"/>.</exception>
    Task WaitAsync(int? partition, TimeSpan patience, CancellationToken cancellation);
}
