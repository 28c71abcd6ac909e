using Octant.Platform.Foundation.Partitions;

namespace Octant.Server.Storage.Segments;

/// <summary>Whether the rows in the files can be what the journal claims.</summary>
/// <param name="deleted">By partition, up to which sequence rows are deleted, whether or not they still lie in a file.</param>
/// <param name="checkpoints">By partition, where its checkpoint ends.</param>
/// <param name="problems">Gets what is wrong, a sentence each.</param>
internal sealed class SegmentInspection(long[] deleted, long[] checkpoints, List<string> problems)
{
    private readonly JournalExtent[] _extents = new JournalExtent[PartitionOptions.PartitionCount];
    private readonly long[] _epochs = new long[PartitionOptions.PartitionCount];
    private int _fallen;

    /// <summary>Those added so far that are not deleted.</summary>
    public long Rows => _extents.Sum(extent => extent.Count);

    /// <summary>The next row as they lie in the files, so that those of one partition come in order.</summary>
    public void Add(RowHead row)
    {
        if (row.Sequence <= deleted[row.Partition])
        {
            return;
        }

        ref var extent = ref _extents[row.Partition];
        ref var epoch = ref _epochs[row.Partition];
        if (extent.Count > 0 && row.Epoch < epoch && _fallen++ < JournalExtent.MostNamed)
        {
            problems.Add(JournalExtent.EpochFalls(row.Partition, row.Sequence, epoch, row.Epoch));
        }

        extent = new JournalExtent(
            row.Partition, extent.Count == 0 ? row.Sequence : extent.First, row.Sequence, extent.Count + 1, checkpoints[row.Partition]);
        epoch = row.Epoch;
    }

    /// <summary>There are no more.</summary>
    public void End() => problems.AddRange(_extents.Where(extent => extent.Count > 0).SelectMany(extent => extent.Problems()));
}
