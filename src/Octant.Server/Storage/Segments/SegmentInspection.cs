namespace Octant.Server.Storage.Segments;

/// <summary>Whether the journal can be what it claims: no gaps, nothing missing behind the checkpoint, epochs that never fall.</summary>
/// <param name="problems">Gets what is wrong, a sentence each.</param>
internal sealed class SegmentInspection(List<string> problems)
{
    private const int MostNamed = 20;

    private int _fallen;
    private long _first;
    private long _last;
    private long _count;
    private long _epoch;

    /// <summary>Those added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The next row of a partition, in the order of sequences.</summary>
    public void Add(int partition, long sequence, long epoch)
    {
        if (_count == 0)
        {
            _first = sequence;
        }
        else if (epoch < _epoch && _fallen++ < MostNamed)
        {
            problems.Add($"Journal of partition {partition}: the epoch falls from {_epoch} to {epoch} at row {sequence}.");
        }

        (_last, _epoch) = (sequence, epoch);
        _count++;
        Rows++;
    }

    /// <summary>The partition has no more rows.</summary>
    /// <param name="checkpoint">Where its checkpoint ends; 0 when there is none.</param>
    public void End(int partition, long checkpoint)
    {
        if (_count > 0 && _count != _last - _first + 1)
        {
            problems.Add($"Journal of partition {partition}: {_last - _first + 1 - _count} rows are missing between {_first} and {_last}.");
        }

        if (_count > 0 && _first > checkpoint + 1)
        {
            problems.Add($"Journal of partition {partition}: begins at {_first}, but the checkpoint ends at {checkpoint}.");
        }

        _count = 0;
    }
}
