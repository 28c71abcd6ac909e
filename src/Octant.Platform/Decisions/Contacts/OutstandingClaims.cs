using Octant.Platform.Decisions.Contracts;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>
/// Claims that are being handed over. Pausing a campaign waits for those begun before it, so that nothing more of it goes
/// out once the pause has been answered (4.11).
/// </summary>
public sealed class OutstandingClaims : IOutstandingClaims
{
    private readonly Lock _lock = new();
    private readonly HashSet<HandOver> _open = [];

    public IDisposable Begin()
    {
        var handOver = new HandOver(this);
        lock (_lock)
        {
            _open.Add(handOver);
        }

        return handOver;
    }

    public Task WaitForEarlierAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.WhenAll(_open.Select(handOver => handOver.Done.Task)).WaitAsync(cancellation);
        }
    }

    private sealed class HandOver(OutstandingClaims owner) : IDisposable
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._open.Remove(this);
            }

            Done.TrySetResult();
        }
    }
}
