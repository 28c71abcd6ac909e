using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Server.Commands;

/// <summary>
/// Whether what is stored holds together: pages, sequences and epochs of the journal, every row and checkpoint by its
/// checksum, and how far the views are behind.
/// </summary>
internal static class StorageExamination
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static async Task ExamineAsync(IStorage storage, DoctorFindings findings, CancellationToken cancellation)
    {
        findings.Well("storage", storage.Describe());
        var report = await storage.InspectAsync(cancellation);
        findings.Well("schema", $"version {report.SchemaVersion}");
        foreach (var problem in report.Problems)
        {
            findings.Wrong("integrity", problem);
        }

        findings.Judge(report.Problems.Count == 0, "integrity", Summary(report));
        var latest = await ExamineJournalAsync(storage.Journal, findings, cancellation);
        await ExamineViewsAsync(storage, findings, cancellation);
        await ExamineAuditAsync(storage.Documents, findings, cancellation);
        await ExamineTimeAsync(storage.Documents, latest, findings, cancellation);
    }

    private static async Task ExamineAuditAsync(IDocumentStore documents, DoctorFindings findings, CancellationToken cancellation)
    {
        var found = await documents.VerifyAuditAsync(cancellation);
        foreach (var fault in found.Faults)
        {
            findings.Wrong("audit trail", string.Create(CultureInfo.InvariantCulture, $"{(fault.Number > 0 ? $"entry {fault.Number}: " : "")}{fault.What}"));
        }

        findings.Judge(
            found.Faults.Count == 0,
            "audit trail",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Entries} entries, head {found.Head}, key {(found.KeyIsKeptApart ? "kept apart" : "in the store itself; Octant:AuditKey keeps it apart")}"));
    }

    private static string Summary(StorageReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.JournalRows} journal rows, {report.Sizes.Sum(size => size.Bytes) / 1048576.0:F1} MiB in all")
        + (report.Problems.Count == 0 ? "" : $", {report.Problems.Count} problems");

    /// <summary>Reads every checkpoint and every row as a recovery would. Answers the latest moment journalled.</summary>
    private static async Task<Instant?> ExamineJournalAsync(IJournal journal, DoctorFindings findings, CancellationToken cancellation)
    {
        var (rows, entries, checkpoints, customers, highestEpoch) = (0L, 0L, 0, 0L, 0L);
        var well = true;
        Instant? latest = null;
        for (var number = 0; number < PartitionOptions.PartitionCount; number++)
        {
            try
            {
                var checkpoint = await journal.ReadCheckpointAsync(number, cancellation);
                var partition = checkpoint is null ? new Partition(number) : Partition.Load(checkpoint.Body);
                checkpoints += checkpoint is null ? 0 : 1;
                highestEpoch = Math.Max(highestEpoch, checkpoint?.Epoch ?? 0);
                await foreach (var row in journal.ReadFromAsync(number, partition.State.Sequence + 1, cancellation))
                {
                    var record = JournalFormat.Decode(row.Body);
                    partition.Recover(row.Sequence, record);
                    (rows, entries, highestEpoch) = (rows + 1, entries + record.Entries.Count, Math.Max(highestEpoch, row.Epoch));
                    latest = latest is { } known ? Instant.Max(known, row.WrittenAt) : row.WrittenAt;
                }

                customers += partition.State.Customers.Count;
            }
            catch (Exception exception) when (exception is RecordFormatException or InvalidOperationException or KeyNotFoundException)
            {
                well = false;
                findings.Wrong("journal", $"partition {number} cannot be recovered: {exception.Message}");
            }
        }

        findings.Judge(
            well,
            "journal",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{checkpoints} checkpoints and {rows} rows with {entries} commands behind them, newest epoch {highestEpoch}, {customers} customers recovered"));
        return latest;
    }

    private static async Task ExamineViewsAsync(IStorage storage, DoctorFindings findings, CancellationToken cancellation)
    {
        var written = await storage.Projections.ReadWatermarksAsync(cancellation);
        var (behind, ahead) = (0L, 0);
        for (var number = 0; number < PartitionOptions.PartitionCount; number++)
        {
            var position = await storage.Journal.ReadPositionAsync(number, cancellation);
            var lag = position.Sequence - written.GetValueOrDefault(number);
            behind += Math.Max(0, lag);
            ahead += lag < 0 ? 1 : 0;
        }

        findings.Judge(
            ahead == 0,
            "views",
            ahead > 0 ? $"written further than the journal in {ahead} partitions: the journal has lost rows"
            : behind == 0 ? "written to the end of the journal"
            : $"{behind} rows behind the journal; the next start catches up");
    }

    private static async Task ExamineTimeAsync(IDocumentStore documents, Instant? latest, DoctorFindings findings, CancellationToken cancellation)
    {
        var manual = await new DocumentReader<ClockPosition>(documents, ClockPosition.Kind).ReadAsync(ClockPosition.Id, cancellation);
        if (manual is not null)
        {
            findings.Well("journal time", $"a rehearsal's clock, at {manual.Value.Now}");
        }
        else if (latest is { } last)
        {
            findings.Judge(last <= new SystemClock().Now + Ahead, "journal time", $"last written at {last}");
        }

        var settings = await new DocumentReader<PlatformSettings>(documents, PlatformSettings.Kind).ReadAsync(PlatformSettings.Id, cancellation);
        var zone = settings?.Value.Zone ?? new PlatformSettings().Zone;
        findings.Judge(ZoneTables.Find(zone) is not null, "platform zone", zone);
    }
}
