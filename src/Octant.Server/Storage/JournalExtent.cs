namespace Octant.Server.Storage;

/// <summary>What the rows of one partition look like from outside.</summary>
/// <param name="Checkpoint">Where its checkpoint ends; 0 when there is none.</param>
internal readonly record struct JournalExtent(int Partition, long First, long Last, long Count, long Checkpoint)
{
    /// <summary>So many rows whose epoch falls are named, and no more.</summary>
    public const int MostNamed = 20;

    /// <summary>Whether the rows can be all there are: none missing between them, and none between them and the checkpoint.</summary>
    public IEnumerable<string> Problems()
    {
        if (Count != Last - First + 1)
        {
            yield return $"Journal of partition {Partition}: {Last - First + 1 - Count} rows are missing between {First} and {Last}.";
        }

        if (First > Checkpoint + 1)
        {
            yield return $"Journal of partition {Partition}: begins at {First}, but the checkpoint ends at {Checkpoint}.";
        }
    }

    /// <summary>A row with an epoch below that of the row before was written by an owner that had lost the partition.</summary>
    public static string EpochFalls(int partition, long sequence, long before, long epoch) =>
        $"Journal of partition {partition}: the epoch falls from {before} to {epoch} at row {sequence}.";
}
