using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>The columns as they fill while partitions are recovered, so that one processor takes over while another still reads.</summary>
public sealed class RecoveredColumns(ICustomerDictionary dictionary) : IRecoveredPartitions, IDisposable
{
    private readonly SemaphoreSlim _alone = new(1, 1);
    private CustomerColumns? _columns;

    public async ValueTask TakeOverAsync(PartitionState state, CancellationToken cancellation)
    {
        await _alone.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _columns ??= new CustomerColumns(await dictionary.ReadAttributesAsync(cancellation).ConfigureAwait(false));
            _columns.TakeOver(state);
        }
        finally
        {
            _alone.Release();
        }
    }

    public void Dispose() => _alone.Dispose();

    /// <summary>Every partition's, for one who goes on changing them; once.</summary>
    internal CustomerColumns Take()
    {
        var columns = _columns ?? throw new InvalidOperationException("No partition was recovered yet.");
        _columns = null;
        return columns;
    }
}
