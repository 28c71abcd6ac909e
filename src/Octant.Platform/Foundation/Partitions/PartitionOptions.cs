namespace Octant.Platform.Foundation.Partitions;

/// <summary>How the partitions are run. The number of partitions is fixed when a data folder is made.</summary>
public sealed record PartitionOptions
{
    /// <summary>Customers are spread over so many partitions.</summary>
    public const int PartitionCount = 64;

    /// <summary>Threads that apply commands; each owns every Lanes-th partition.</summary>
    public int Lanes { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Commands taken at most before a row is closed and handed to the journal.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Commands that may wait per lane; more are refused as overload.</summary>
    public int QueueLength { get; init; } = 8_192;

    /// <summary>Batches that may wait for the journal while a lane goes on.</summary>
    public int BatchesInFlight { get; init; } = 4;

    /// <summary>A partition gets a new checkpoint after as many bytes of rows as the last one has, so many at least, and after a day with any.</summary>
    public long LeastBytesForCheckpoint { get; init; } = 8 << 20;

    /// <summary>Stable for ever: the partition of a customer's key.</summary>
    public static int PartitionOf(long key) => (int)(Engine.StableHash.Mix((ulong)key) % PartitionCount);
}
