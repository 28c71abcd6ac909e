namespace Octant.Engine.Audiences;

/// <summary>
/// Finds a customer's slot by its key in about 7 bytes a customer: open addressing over slot numbers; the keys are looked up in
/// the blocks, which have them anyway.
/// </summary>
internal sealed class SlotTable(Func<int, long> keyOf)
{
    private const int Free = 0;
    private const int Gone = -1;

    /// <summary>Slot + 1, <see cref="Free"/>, or <see cref="Gone"/> where one was removed.</summary>
    private int[] _slots = new int[64];
    private int _used;

    public int Count { get; private set; }

    public long Bytes => _slots.Length * (long)sizeof(int);

    public bool TryFind(long key, out int slot)
    {
        var place = PlaceOf(key);
        slot = place >= 0 ? _slots[place] - 1 : -1;
        return place >= 0;
    }

    /// <summary>The key must be new, and the slot must bear it already.</summary>
    public void Add(long key, int slot)
    {
        if ((_used + 1) * 4L > _slots.Length * 3L)
        {
            Rebuild();
        }

        Put(key, slot);
        _used++;
        Count++;
    }

    public bool Remove(long key, out int slot)
    {
        var place = PlaceOf(key);
        slot = place >= 0 ? _slots[place] - 1 : -1;
        if (place < 0)
        {
            return false;
        }

        _slots[place] = Gone;
        Count--;
        return true;
    }

    private int PlaceOf(long key)
    {
        var mask = _slots.Length - 1;
        for (var place = (int)StableHash.Mix((ulong)key) & mask; _slots[place] != Free; place = (place + 1) & mask)
        {
            if (_slots[place] is var number and not Gone && keyOf(number - 1) == key)
            {
                return place;
            }
        }

        return -1;
    }

    private void Put(long key, int slot)
    {
        // Places of removed customers are left alone until the table is rebuilt.
        var mask = _slots.Length - 1;
        var place = (int)StableHash.Mix((ulong)key) & mask;
        while (_slots[place] != Free)
        {
            place = (place + 1) & mask;
        }

        _slots[place] = slot + 1;
    }

    private void Rebuild()
    {
        var before = _slots;
        var length = 64;
        while ((Count + 1) * 3L > length * 2L)
        {
            length *= 2;
        }

        (_slots, _used) = (new int[length], Count);
        foreach (var number in before)
        {
            if (number is not (Free or Gone))
            {
                Put(keyOf(number - 1), number - 1);
            }
        }
    }
}
