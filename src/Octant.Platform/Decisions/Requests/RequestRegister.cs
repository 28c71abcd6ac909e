using Microsoft.Extensions.Hosting;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// Which partition a request id belongs to, for as long as it is remembered. A partition knows its own ids and tells a
/// repeated body from another one; that an id came back for a customer of another partition only shows here.
/// </summary>
/// <remarks>
/// It is made again from the partitions' own memory at start. An id is entered before its decision is made, so of two
/// requests at one moment one is refused, whichever partitions they are for.
/// </remarks>
public sealed class RequestRegister(IPartitions partitions, IClock clock) : IHostedService
{
    private const int TableBits = 6;

    /// <summary>Many small tables: they grow one at a time, and two requests seldom want the same.</summary>
    private readonly RequestTable[] _tables = [.. Enumerable.Range(0, 1 << TableBits).Select(_ => new RequestTable())];

    /// <summary>False when the id was used for a customer of another partition.</summary>
    public bool TryEnter(UInt128 id, long key)
    {
        var partition = PartitionOptions.PartitionOf(key);
        var now = clock.Now;
        return Enter(id, partition, now + PartitionState.RequestMemory, now) == partition;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            var known = await partitions.ReadAsync(
                partition,
                state => state.Requests.All().Where(request => request.Decision is not null).Select(request => (request.Id, request.Until)).ToList(),
                cancellationToken).ConfigureAwait(false);
            foreach (var (id, until) in known)
            {
                Enter(id, partition, until, clock.Now);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private int Enter(UInt128 id, int partition, Instant until, Instant now)
    {
        var table = _tables[(int)(id >> (128 - TableBits))];
        lock (table)
        {
            return table.Enter(id, partition, until, now);
        }
    }
}
