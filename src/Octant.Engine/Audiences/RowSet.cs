namespace Octant.Engine.Audiences;

/// <summary>
/// The rows of one block that have a tag or own an offering: a bitmap where they are many, an ascending list where they are
/// few. A list of 4,096 rows is as large as the bitmap; it becomes one long before that, because reading a row of a list costs
/// as much as reading four hundred of a bitmap.
/// </summary>
internal sealed class RowSet(long epoch)
{
    private const int LongestList = 1_024;
    private const int FewestInBitmap = 512;

    private ushort[] _list = [];
    private ulong[]? _bits;

    /// <summary>In which it was made.</summary>
    public long Epoch => epoch;

    public int Count { get; private set; }

    public int Bytes => (_bits is null ? _list.Length * sizeof(ushort) : BlockBits.Words * sizeof(ulong)) + 64;

    public RowSet Copy(long newEpoch) => new(newEpoch)
    {
        _list = [.. _list],
        _bits = _bits is null ? null : [.. _bits],
        Count = Count,
    };

    public bool Contains(int row) => _bits is null ? Find(row) >= 0 : BlockBits.Get(_bits, row);

    /// <summary>The row must not be in it.</summary>
    public void Add(int row)
    {
        if (_bits is null && Count == LongestList)
        {
            _bits = new ulong[BlockBits.Words];
            foreach (var listed in _list.AsSpan(0, Count))
            {
                BlockBits.Set(_bits, listed);
            }

            _list = [];
        }

        if (_bits is not null)
        {
            BlockBits.Set(_bits, row);
            Count++;
            return;
        }

        if (Count == _list.Length)
        {
            Array.Resize(ref _list, Count + Math.Max(4, Count / 4));
        }

        // Newcomers have the highest row of all: they go to the end.
        var at = Count == 0 || _list[Count - 1] < row ? Count : ~Find(row);
        _list.AsSpan(at, Count - at).CopyTo(_list.AsSpan(at + 1));
        _list[at] = (ushort)row;
        Count++;
    }

    /// <summary>The row must be in it.</summary>
    public void Remove(int row)
    {
        if (_bits is null)
        {
            var at = Find(row);
            _list.AsSpan(at + 1, Count - at - 1).CopyTo(_list.AsSpan(at));
            Count--;
            return;
        }

        BlockBits.Clear(_bits, row);
        if (--Count < FewestInBitmap)
        {
            _list = new ushort[Count];
            var (word, listed) = (0, 0);
            Span<int> rows = stackalloc int[256];
            for (var count = BlockBits.NextRows(_bits, ref word, rows); count > 0; count = BlockBits.NextRows(_bits, ref word, rows))
            {
                foreach (var kept in rows[..count])
                {
                    _list[listed++] = (ushort)kept;
                }
            }

            _bits = null;
        }
    }

    /// <summary>Of the masked rows those in the set; the result may be the mask.</summary>
    public void Within(ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_bits is not null)
        {
            BlockBits.And(mask, _bits, result);
            return;
        }

        // Word by word, so that no word of the mask is written before it was read.
        var next = 0;
        for (var i = 0; i < Count;)
        {
            var word = _list[i] >> 6;
            result[next..word].Clear();
            var found = 0UL;
            for (; i < Count && _list[i] >> 6 == word; i++)
            {
                found |= 1UL << (_list[i] & 63);
            }

            result[word] = mask[word] & found;
            next = word + 1;
        }

        result[next..].Clear();
    }

    /// <summary>Of the masked rows those not in the set; the result may be the mask.</summary>
    public void Outside(ReadOnlySpan<ulong> mask, Span<ulong> result)
    {
        if (_bits is not null)
        {
            BlockBits.Without(mask, _bits, result);
            return;
        }

        mask.CopyTo(result);
        foreach (var row in _list.AsSpan(0, Count))
        {
            result[row >> 6] &= ~(1UL << (row & 63));
        }
    }

    public void AddTo(Span<ulong> result)
    {
        if (_bits is not null)
        {
            BlockBits.Or(result, _bits);
            return;
        }

        foreach (var row in _list.AsSpan(0, Count))
        {
            result[row >> 6] |= 1UL << (row & 63);
        }
    }

    private int Find(int row) => Array.BinarySearch(_list, 0, Count, (ushort)row);
}

/// <summary>The row sets of one block by what they are about.</summary>
internal sealed class RowSets<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, RowSet> _sets;
    private readonly long _epoch;

    public RowSets(long epoch, IEqualityComparer<TKey> comparer) => (_epoch, _sets) = (epoch, new(comparer));

    private RowSets(long epoch, Dictionary<TKey, RowSet> sets) => (_epoch, _sets) = (epoch, sets);

    public long Bytes => _sets.Values.Sum(set => (long)set.Bytes);

    public IReadOnlyDictionary<TKey, RowSet> All => _sets;

    public RowSet? Find(TKey key) => _sets.GetValueOrDefault(key);

    /// <summary>This, or a copy where a snapshot sees this.</summary>
    public RowSets<TKey> ToChange(Epochs epochs) =>
        epochs.MustCopy(_epoch) ? new RowSets<TKey>(epochs.Current, new Dictionary<TKey, RowSet>(_sets, _sets.Comparer)) : this;

    /// <summary>Puts the row into exactly the sets of these keys.</summary>
    /// <param name="isNew">The row is in no set.</param>
    public void Replace(int row, ReadOnlySpan<TKey> keys, bool isNew, Epochs epochs)
    {
        if (!isNew)
        {
            Leave(row, keys, epochs);
        }

        foreach (var key in keys)
        {
            if (!_sets.TryGetValue(key, out var set))
            {
                _sets.Add(key, set = new RowSet(epochs.Current));
            }

            if (!set.Contains(row))
            {
                Writable(key, set, epochs).Add(row);
            }
        }
    }

    private void Leave(int row, ReadOnlySpan<TKey> keys, Epochs epochs)
    {
        List<TKey>? left = null;
        foreach (var (key, set) in _sets)
        {
            if (set.Contains(row) && !Contains(keys, key))
            {
                (left ??= []).Add(key);
            }
        }

        foreach (var key in left ?? [])
        {
            Writable(key, _sets[key], epochs).Remove(row);
        }
    }

    private bool Contains(ReadOnlySpan<TKey> keys, TKey key)
    {
        foreach (var other in keys)
        {
            if (_sets.Comparer.Equals(other, key))
            {
                return true;
            }
        }

        return false;
    }

    private RowSet Writable(TKey key, RowSet set, Epochs epochs)
    {
        if (!epochs.MustCopy(set.Epoch))
        {
            return set;
        }

        var copy = set.Copy(epochs.Current);
        _sets[key] = copy;
        return copy;
    }
}
