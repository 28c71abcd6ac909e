namespace Octant.Engine.Partitions;

/// <summary>What is to come, the earliest first: a binary heap whose growing copies nothing. What is equal comes in any order.</summary>
internal sealed class EarliestFirst<T>
    where T : unmanaged, IComparable<T>
{
    private readonly PieceList<T> _heap = new();

    public long Count => _heap.Count;

    public void Add(T item)
    {
        _heap.Add(item);
        var at = _heap.Count - 1;
        while (at > 0)
        {
            var above = (at - 1) / 2;
            ref var parent = ref _heap[above];
            if (parent.CompareTo(item) <= 0)
            {
                break;
            }

            _heap[at] = parent;
            at = above;
        }

        _heap[at] = item;
    }

    public bool TryPeek(out T earliest)
    {
        earliest = _heap.Count > 0 ? _heap[0] : default;
        return _heap.Count > 0;
    }

    public void RemoveEarliest()
    {
        var last = _heap[_heap.Count - 1];
        _heap.RemoveLast();
        if (_heap.Count == 0)
        {
            return;
        }

        var at = 0L;
        while (true)
        {
            var below = (2 * at) + 1;
            if (below >= _heap.Count)
            {
                break;
            }

            if (below + 1 < _heap.Count && _heap[below + 1].CompareTo(_heap[below]) < 0)
            {
                below++;
            }

            if (last.CompareTo(_heap[below]) <= 0)
            {
                break;
            }

            _heap[at] = _heap[below];
            at = below;
        }

        _heap[at] = last;
    }
}
