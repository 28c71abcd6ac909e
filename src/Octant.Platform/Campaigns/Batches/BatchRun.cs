namespace Octant.Platform.Campaigns.Batches;

/// <summary>Goes through an audience in order of partition and key, from where a batch had come.</summary>
internal sealed class BatchRun
{
    private readonly IReadOnlyList<long[]> _audience;
    private readonly int[] _places;
    private readonly long?[] _reached;
    private int _partition;

    public BatchRun(CampaignBatch batch, IReadOnlyList<long[]> audience)
    {
        _audience = audience;
        _reached = [.. batch.Reached];
        _places = [.. audience.Select((keys, partition) => PlaceAfter(keys, batch.Reached[partition]))];
        Batch = batch with { Audience = batch.Done + audience.Select((keys, partition) => (long)keys.Length - _places[partition]).Sum() };
    }

    public CampaignBatch Batch { get; private set; }

    /// <summary>Whose turn is next, all of one partition; null when everybody's has come.</summary>
    public (int Partition, ReadOnlyMemory<long> Keys)? Next(int most)
    {
        while (_partition < _audience.Count && _places[_partition] == _audience[_partition].Length)
        {
            _partition++;
        }

        return _partition == _audience.Count
            ? null
            : (_partition, _audience[_partition].AsMemory(_places[_partition], Math.Min(most, _audience[_partition].Length - _places[_partition])));
    }

    public void Done(int partition, ReadOnlyMemory<long> keys)
    {
        _places[partition] += keys.Length;
        _reached[partition] = keys.Span[^1];
        Batch = Batch with { Done = Batch.Done + keys.Length, Reached = [.. _reached] };
    }

    private static int PlaceAfter(long[] keys, long? reached)
    {
        if (reached is not { } last)
        {
            return 0;
        }

        var found = Array.BinarySearch(keys, last);
        return found >= 0 ? found + 1 : ~found;
    }
}
