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
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _partitions = [];

    /// <summary>In order of time, for all are remembered equally long.</summary>
    private readonly Queue<(UInt128 Id, Instant Until)> _forgetting = new();

    /// <summary>False when the id was used for a customer of another partition.</summary>
    public bool TryEnter(UInt128 id, long key)
    {
        var partition = PartitionOptions.PartitionOf(key);
        var now = clock.Now;
        lock (_lock)
        {
            while (_forgetting.TryPeek(out var old) && old.Until <= now)
            {
                _forgetting.Dequeue();
                _partitions.Remove(old.Id);
            }

            if (_partitions.TryGetValue(id, out var known))
            {
                return known == partition;
            }

            Remember(id, partition, now + PartitionState.RequestMemory);
            return true;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = new List<(UInt128 Id, int Partition, Instant Until)>();
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            known.AddRange(await partitions.ReadAsync(
                partition,
                state => state.Messages.Where(pair => pair.Value.Decision is not null).Select(pair => (pair.Key, state.Number, pair.Value.Until)).ToList(),
                cancellationToken).ConfigureAwait(false));
        }

        lock (_lock)
        {
            foreach (var (id, partition, until) in known.OrderBy(message => message.Until))
            {
                Remember(id, partition, until);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Remember(UInt128 id, int partition, Instant until)
    {
        if (_partitions.TryAdd(id, partition))
        {
            _forgetting.Enqueue((id, until));
        }
    }
}
