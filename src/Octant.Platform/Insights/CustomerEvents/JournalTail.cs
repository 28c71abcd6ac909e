using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.CustomerEvents;

/// <summary>Events of one customer found in the journal, and since when it was looked through; null where it is empty.</summary>
internal sealed record TailEvents(IReadOnlyList<RecordCustomerEvent> Events, Instant? From);

/// <summary>
/// Looks the end of a partition's journal through for the events of one customer. Nothing is written for it while events come in: who asks
/// pays, and never more than a bounded stretch, one after another.
/// </summary>
/// <remarks>
/// A customer's key stands in a row as bytes of its own, eight of them in an entry of several events and as a number in an entry of one, so that
/// a row in which neither is found is passed over without being decoded. Where few events come in the stretch is days, where 2,000 a second come to a partition it is a minute: whoever asks is told.
/// </remarks>
public sealed class JournalTail(IJournal journal) : IDisposable
{
    private const int MostRows = 2_000;
    private const long MostBytes = 32L << 20;

    private readonly SemaphoreSlim _alone = new(1, 1);

    public void Dispose() => _alone.Dispose();

    /// <param name="limit">Looks no further back once so many are found.</param>
    internal async ValueTask<TailEvents> ReadAsync(long key, int limit, CancellationToken cancellation)
    {
        await _alone.WaitAsync(cancellation);
        try
        {
            var partition = PartitionOptions.PartitionOf(key);
            var (amongSeveral, alone) = (new RecordWriter(), new RecordWriter());
            amongSeveral.Fixed((ulong)key);
            alone.Int(key);
            var (several, one) = (amongSeveral.ToArray(), alone.ToArray());
            var found = new List<RecordCustomerEvent>();
            Instant? from = null;
            var bytes = 0L;
            var sequence = (await journal.ReadPositionAsync(partition, cancellation)).Sequence;
            for (var rows = 0; rows < MostRows && bytes < MostBytes && found.Count < limit; rows++, sequence--)
            {
                if (sequence < 1 || await journal.ReadAsync(partition, sequence, cancellation) is not { } row)
                {
                    break;
                }

                from = row.WrittenAt;
                bytes += row.Body.Length;
                if (row.Body.Span.IndexOf(several) >= 0 || row.Body.Span.IndexOf(one) >= 0)
                {
                    found.AddRange(EventsOf(key, row));
                }
            }

            return new TailEvents(found, from);
        }
        finally
        {
            _alone.Release();
        }
    }

    private static IEnumerable<RecordCustomerEvent> EventsOf(long key, JournalRow row) =>
        JournalFormat.Decode(row.Body).Entries.SelectMany(TakenBy).Where(taken => taken.Key == key);

    private static IEnumerable<RecordCustomerEvent> TakenBy(JournalEntry entry) => entry switch
    {
        { Command: RecordCustomerEvents command } => command.Events,
        { Command: RecordCustomerEvent taken, Outcome: CustomerEventRecorded } => [taken],
        _ => [],
    };
}
