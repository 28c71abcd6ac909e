using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Foundation.Partitions;

/// <summary>What goes wrong with one append.</summary>
public enum JournalFault
{
    None,

    /// <summary>Nothing is written.</summary>
    ErrorBefore,

    /// <summary>Written, but the caller does not learn of it.</summary>
    LostReply,

    /// <summary>The caller sees an error; it is written when the next append comes, before that one.</summary>
    LandsLater,
}

/// <summary>A journal in memory that keeps the fence and does otherwise what it is told.</summary>
internal sealed class FaultyJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<JournalRow>> _rows = [];
    private readonly Dictionary<int, Checkpoint> _checkpoints = [];
    private readonly List<IReadOnlyList<JournalRow>> _late = [];
    private TaskCompletionSource _gate = Opened();

    /// <summary>Asked before every append but those of takeovers.</summary>
    public Func<IReadOnlyList<JournalRow>, JournalFault> Fault { get; set; } = _ => JournalFault.None;

    /// <summary>Asked before every checkpoint.</summary>
    public Func<Checkpoint, bool> RefusesCheckpoint { get; set; } = _ => false;

    /// <summary>Every attempt to append, takeovers aside.</summary>
    public List<IReadOnlyList<JournalRow>> Attempts { get; } = [];

    /// <summary>Completes when an append waits at the closed gate.</summary>
    public TaskCompletionSource Waiting { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void CloseGate()
    {
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void OpenGate() => _gate.SetResult();

    /// <summary>Another node's row, as a takeover leaves it.</summary>
    public void Intrude(int partition, byte[] body, Guid batchId, long epoch)
    {
        lock (_lock)
        {
            var rows = RowsOf(partition);
            rows.Add(new JournalRow(partition, rows.Count + 1, epoch, batchId, Instant.MinValue, body));
        }
    }

    public IReadOnlyList<JournalRow> Rows(int partition)
    {
        lock (_lock)
        {
            return [.. RowsOf(partition)];
        }
    }

    public async ValueTask AppendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation)
    {
        var fault = JournalFault.None;
        if (rows.Any(row => row.WrittenAt > Instant.MinValue && Octant.Engine.Partitions.Formats.JournalFormat.Decode(row.Body).Entries.Count > 0))
        {
            Waiting.TrySetResult();
            await _gate.Task;
            lock (_lock)
            {
                Attempts.Add(rows);
                fault = Fault(rows);
            }
        }

        lock (_lock)
        {
            foreach (var late in _late)
            {
                TryWrite(late);
            }

            _late.Clear();
            switch (fault)
            {
                case JournalFault.ErrorBefore:
                    throw new TimeoutException();
                case JournalFault.LandsLater:
                    _late.Add(rows);
                    throw new TimeoutException();
                case JournalFault.LostReply:
                    TryWrite(rows);
                    throw new TimeoutException();
            }

            if (TryWrite(rows) is { } taken)
            {
                throw new JournalConflictException(taken.Partition, taken.Sequence);
            }
        }
    }

    public ValueTask<JournalPosition> ReadPositionAsync(int partition, CancellationToken cancellation)
    {
        var rows = Rows(partition);
        return ValueTask.FromResult(rows is [.., var last] ? new JournalPosition(last.Sequence, last.Epoch) : default);
    }

    public ValueTask<JournalRow?> ReadAsync(int partition, long sequence, CancellationToken cancellation) =>
        ValueTask.FromResult(Rows(partition).ElementAtOrDefault((int)sequence - 1));

    public async IAsyncEnumerable<JournalRow> ReadFromAsync(
        int partition, long firstSequence, [EnumeratorCancellation] CancellationToken cancellation, long lastSequence = long.MaxValue)
    {
        await Task.CompletedTask;
        foreach (var row in Rows(partition).Skip((int)firstSequence - 1).TakeWhile(row => row.Sequence <= lastSequence))
        {
            yield return row;
        }
    }

    public ValueTask<long> DeleteAsync(int partition, long lastSequence, Instant writtenBefore, CancellationToken cancellation) =>
        ValueTask.FromResult(0L);

    public ValueTask SaveCheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        if (RefusesCheckpoint(checkpoint))
        {
            throw new IOException("No room is left.");
        }

        lock (_lock)
        {
            if (!_checkpoints.TryGetValue(checkpoint.Partition, out var known) || known.Sequence < checkpoint.Sequence)
            {
                _checkpoints[checkpoint.Partition] = checkpoint;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<Checkpoint?> ReadCheckpointAsync(int partition, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_checkpoints.GetValueOrDefault(partition));
        }
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private List<JournalRow> RowsOf(int partition)
    {
        if (!_rows.TryGetValue(partition, out var rows))
        {
            _rows[partition] = rows = [];
        }

        return rows;
    }

    /// <summary>All or none; the row that was there already, if one was.</summary>
    private JournalRow? TryWrite(IReadOnlyList<JournalRow> rows)
    {
        foreach (var row in rows)
        {
            if (row.Sequence <= RowsOf(row.Partition).Count)
            {
                return row;
            }
        }

        foreach (var row in rows)
        {
            Assert.Equal(RowsOf(row.Partition).Count + 1, row.Sequence);
            RowsOf(row.Partition).Add(row);
        }

        return null;
    }
}
