using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Tests.Simulation;

/// <summary>One row as it lies in the journal.</summary>
internal sealed record SimulatedRow(int Partition, long Sequence, long Epoch, Guid BatchId, byte[] Body, int Writer);

/// <summary>Another row has this (partition, sequence) already.</summary>
internal sealed class FenceException : Exception;

/// <summary>
/// The durable truth: (partition, sequence) can be written once, all rows of an append or none. Whatever is appended is
/// shown to the observer at that very moment.
/// </summary>
internal sealed class SimulatedJournal(int partitions, Action<SimulatedRow> observer)
{
    private readonly List<SimulatedRow>[] _rows = [.. Enumerable.Range(0, partitions).Select(_ => new List<SimulatedRow>())];
    private readonly (long Sequence, long Epoch, byte[] Body)?[] _checkpoints = new (long, long, byte[])?[partitions];

    public IReadOnlyList<SimulatedRow> Rows(int partition) => _rows[partition];

    public void Append(IReadOnlyList<SimulatedRow> rows)
    {
        var next = new Dictionary<int, long>();
        foreach (var row in rows)
        {
            var expected = next.GetValueOrDefault(row.Partition, _rows[row.Partition].Count + 1);
            if (row.Sequence < expected)
            {
                throw new FenceException();
            }

            Assert.Equal(expected, row.Sequence);
            next[row.Partition] = expected + 1;
        }

        foreach (var row in rows)
        {
            _rows[row.Partition].Add(row);
            observer(row);
        }
    }

    public SimulatedRow? Read(int partition, long sequence) =>
        sequence <= _rows[partition].Count ? _rows[partition][(int)sequence - 1] : null;

    public void SaveCheckpoint(int partition, long sequence, long epoch, byte[] body)
    {
        if (_checkpoints[partition] is not { } known || known.Sequence < sequence)
        {
            _checkpoints[partition] = (sequence, epoch, body);
        }
    }

    /// <summary>From the checkpoint and the rows behind it, as every node does.</summary>
    public (Engine.Partitions.Partition Partition, long Epoch) Recover(int partition)
    {
        var recovered = new Engine.Partitions.Partition(partition);
        var epoch = 0L;
        if (_checkpoints[partition] is { } checkpoint)
        {
            recovered = Engine.Partitions.Partition.Load(checkpoint.Body);
            epoch = checkpoint.Epoch;
        }

        var reader = new RecordReader(new TextCache());
        foreach (var row in _rows[partition].Skip((int)recovered.State.Sequence))
        {
            recovered.Recover(row.Sequence, row.Body, reader);
            epoch = row.Epoch;
        }

        return (recovered, epoch);
    }
}
