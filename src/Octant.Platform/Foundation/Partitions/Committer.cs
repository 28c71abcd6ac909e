using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// Makes rows durable, all that wait in one commit, and only then answers.
/// </summary>
/// <remarks>
/// When a commit fails, reading settles it, row by row: the own batch id means committed, another's row means the
/// partition has a new owner and is lost here, nothing means that the same bytes are tried again. The journal writes all
/// rows of a commit or none, so after the lost partitions are dropped the others are simply retried.
/// </remarks>
internal sealed partial class Committer(IJournal journal, ICommittedRows[] observers, PartitionOptions options, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Channel<Batch> _queue = Channel.CreateBounded<Batch>(
        new BoundedChannelOptions(options.BatchesInFlight) { SingleReader = true });

    public ValueTask CommitAsync(Batch batch) => _queue.Writer.WriteAsync(batch);

    public void Complete() => _queue.Writer.TryComplete();

    public async Task RunAsync()
    {
        var batches = new List<Batch>();
        var rows = new List<PendingRow>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_queue.Reader.TryRead(out var batch))
            {
                batches.Add(batch);
                rows.AddRange(batch.Rows);
            }

            await WriteAsync(rows).ConfigureAwait(false);
            foreach (var row in rows)
            {
                var committed = new CommittedRow(row.Encoded.Partition, row.Encoded.Sequence, row.Entries, row.Encoded.Body.Length);
                foreach (var observer in observers)
                {
                    observer.Committed(committed);
                }
            }

            foreach (var observer in observers)
            {
                await observer.RoomAsync().ConfigureAwait(false);
            }

            foreach (var batch in batches)
            {
                ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
            }

            batches.Clear();
            rows.Clear();
        }
    }

    public void Failed(int partition, Exception error) => LogFailed(partition, error);

    /// <summary>Makes rows durable, and takes out those that are not: their partitions are lost.</summary>
    private async ValueTask WriteAsync(List<PendingRow> rows)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            rows.RemoveAll(static row => row.Owner.Lost);
            if (rows.Count == 0)
            {
                return;
            }

            var encoded = rows.ConvertAll(static row => row.Encoded);
            try
            {
                await journal.AppendAsync(encoded, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogRetry(error.GetType().Name, rows.Count);
                if (error is not JournalConflictException)
                {
                    await Task.Delay(pause).ConfigureAwait(false);
                }

                if (await TrySettleAsync(encoded, rows).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    /// <summary>True when the commit went through after all. Marks partitions as lost that have another's row.</summary>
    private async Task<bool> TrySettleAsync(IReadOnlyList<JournalRow> rows, IReadOnlyList<PendingRow> pending)
    {
        var committed = false;
        for (var i = 0; i < rows.Count; i++)
        {
            try
            {
                var found = await journal.ReadAsync(rows[i].Partition, rows[i].Sequence, CancellationToken.None).ConfigureAwait(false);
                if (found is null)
                {
                    continue;
                }

                if (found.BatchId == rows[i].BatchId)
                {
                    committed = true;
                }
                else
                {
                    pending[i].Owner.Lost = true;
                    LogLost(rows[i].Partition, found.Epoch);
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The journal cannot even be read: the next round asks again.
                LogRetry(error.GetType().Name, rows.Count);
                return false;
            }
        }

        return committed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Journal commit of {Rows} rows failed ({Error}); settling by reading.")]
    private partial void LogRetry(string error, int rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} has a new owner since epoch {Epoch}; it is no longer served here.")]
    private partial void LogLost(int partition, long epoch);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Partition {Partition} is out of service: an assertion failed.")]
    private partial void LogFailed(int partition, Exception error);
}
