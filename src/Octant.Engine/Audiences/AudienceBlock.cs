using Octant.Engine.Behaviour;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// 65,536 customers as columns: cells by attribute, row sets by tag and by owned offering, contacts by what they were about.
/// What a snapshot sees is copied before it is changed, part by part (<see cref="Epochs"/>).
/// </summary>
internal sealed class AudienceBlock
{
    private readonly long _epoch;
    private readonly ulong[] _live;
    private RowSets<int> _tags;
    private RowSets<string> _owned;
    private BlockContacts _contacts;
    private ColumnChunk?[] _columns;
    private long[] _keys;
    private long _keysEpoch;
    private BehaviourCells[] _behaviour = [];
    private long _behaviourEpoch;

    /// <summary>How many customers had each row before; null for none in any.</summary>
    private uint[]? _occupants;

    public AudienceBlock(long epoch)
    {
        (_epoch, _keysEpoch) = (epoch, epoch);
        _live = new ulong[BlockBits.Words];
        _keys = new long[BlockBits.Rows];
        _columns = [];
        _tags = new RowSets<int>(epoch, EqualityComparer<int>.Default);
        _owned = new RowSets<string>(epoch, StringComparer.Ordinal);
        _contacts = new BlockContacts(epoch);
    }

    private AudienceBlock(AudienceBlock from, long epoch)
    {
        _epoch = epoch;
        _live = [.. from._live];
        (LiveCount, _keys, _keysEpoch) = (from.LiveCount, from._keys, from._keysEpoch);
        _occupants = from._occupants is null ? null : [.. from._occupants];
        _columns = [.. from._columns];
        (_tags, _owned, _contacts) = (from._tags, from._owned, from._contacts);
        (_behaviour, _behaviourEpoch) = (from._behaviour, from._behaviourEpoch);
    }

    /// <summary>The rows that hold a customer; every evaluation starts from it.</summary>
    public ulong[] Live => _live;

    public int LiveCount { get; private set; }

    /// <summary>Of the customers, by row.</summary>
    public long[] Keys => _keys;

    public long Bytes =>
        _columns.Sum(column => (long)(column?.Bytes ?? 0))
        + _tags.Bytes
        + _owned.Bytes
        + _contacts.Bytes
        + (_behaviour.Length * 8L) + _behaviour.Sum(cells => (long)cells.Bytes)
        + (BlockBits.Words * sizeof(ulong))
        + ((_occupants?.Length ?? 0) * sizeof(uint));

    /// <summary>Every tag that a row of the block has or had, with the rows that have it.</summary>
    public IReadOnlyDictionary<int, RowSet> Tags => _tags.All;

    /// <summary>Null when no row ever had the attribute.</summary>
    public ColumnChunk? Column(int attributeId) => attributeId < _columns.Length ? _columns[attributeId] : null;

    /// <summary>Null when no row ever had the tag.</summary>
    public RowSet? Tagged(int symbol) => _tags.Find(symbol);

    /// <summary>Null when no row ever owned the offering.</summary>
    public RowSet? Owning(string offeringId) => _owned.Find(offeringId);

    /// <summary>What is kept of the behaviour of the row's customer.</summary>
    public BehaviourCells Behaviour(int row) => _behaviour.Length == 0 ? default : _behaviour[row];

    /// <summary>The symbols of one row's tags, in no order.</summary>
    public IEnumerable<int> TagsOf(int row) => _tags.All.Where(tag => tag.Value.Contains(row)).Select(tag => tag.Key);

    /// <summary>This, or a copy where a snapshot sees this; the parts are copied when they are changed.</summary>
    public AudienceBlock ToChange(Epochs epochs) => epochs.MustCopy(_epoch) ? new AudienceBlock(this, epochs.Current) : this;

    /// <summary>Gives an empty row to a customer.</summary>
    public void Settle(int row, long key, Epochs epochs)
    {
        if (epochs.MustCopy(_keysEpoch))
        {
            (_keys, _keysEpoch) = ([.. _keys], epochs.Current);
        }

        _keys[row] = key;
        BlockBits.Set(_live, row);
        LiveCount++;
    }

    public void Write(int row, int attributeId, AttributeKind kind, long bits, Func<int, CategoryCodes> codes, Epochs epochs)
    {
        if (attributeId >= _columns.Length)
        {
            Array.Resize(ref _columns, attributeId + 8);
        }

        var column = _columns[attributeId] ??= ColumnChunk.Of(kind, kind == AttributeKind.Category ? codes(attributeId) : null, epochs.Current);
        Writable(column, attributeId, epochs).Write(row, bits);
    }

    public void ClearAttribute(int row, int attributeId, Epochs epochs)
    {
        if (Column(attributeId) is { } column && column.Has(row))
        {
            Writable(column, attributeId, epochs).Clear(row);
        }
    }

    /// <param name="isNew">Nothing was said of the row's tags before.</param>
    public void SetTags(int row, ReadOnlySpan<int> symbols, bool isNew, Epochs epochs)
    {
        _tags = _tags.ToChange(epochs);
        _tags.Replace(row, symbols, isNew, epochs);
    }

    /// <param name="isNew">Nothing was said of what the row owns before.</param>
    public void SetOwned(int row, ReadOnlySpan<string> offeringIds, bool isNew, Epochs epochs)
    {
        _owned = _owned.ToChange(epochs);
        _owned.Replace(row, offeringIds, isNew, epochs);
    }

    public void SetBehaviour(int row, BehaviourCells cells, Epochs epochs)
    {
        if (_behaviour.Length == 0)
        {
            if (cells.IsEmpty)
            {
                return;
            }

            (_behaviour, _behaviourEpoch) = (new BehaviourCells[BlockBits.Rows], epochs.Current);
        }
        else if (epochs.MustCopy(_behaviourEpoch))
        {
            (_behaviour, _behaviourEpoch) = ([.. _behaviour], epochs.Current);
        }

        _behaviour[row] = cells;
    }

    public void AddContact(int row, string id, long countsAt, Epochs epochs)
    {
        _contacts = _contacts.ToChange(epochs);
        _contacts.Add(id, new BlockContact((ushort)row, OccupantOf(row), countsAt), epochs);
    }

    /// <summary>Takes away one contact that matches; false when there is none.</summary>
    public bool RemoveContact(int row, string id, long countsAt, Epochs epochs)
    {
        _contacts = _contacts.ToChange(epochs);
        return _contacts.Remove(id, new BlockContact((ushort)row, OccupantOf(row), countsAt), epochs);
    }

    /// <summary>Drops the contacts that count at or before this moment, and those of customers who left.</summary>
    public void ForgetContacts(long upTo, Epochs epochs)
    {
        _contacts = _contacts.ToChange(epochs);
        _contacts.Forget(contact => contact.CountsAt <= upTo || contact.Occupant != OccupantOf(contact.Row), epochs);
    }

    /// <summary>The rows with a contact about this campaign or offering that counts within (after, until].</summary>
    public void Contacted(string id, long after, long until, ulong[] result)
    {
        Array.Clear(result);
        foreach (var contact in _contacts.About(id))
        {
            if (contact.CountsAt > after && contact.CountsAt <= until && contact.Occupant == OccupantOf(contact.Row))
            {
                BlockBits.Set(result, contact.Row);
            }
        }
    }

    /// <summary>Empties one row. Its contacts no longer count, and go when contacts are next forgotten.</summary>
    public void Clear(int row, Epochs epochs)
    {
        for (var id = 0; id < _columns.Length; id++)
        {
            ClearAttribute(row, id, epochs);
        }

        SetTags(row, [], isNew: false, epochs);
        SetOwned(row, [], isNew: false, epochs);
        SetBehaviour(row, default, epochs);
        BlockBits.Clear(_live, row);
        LiveCount--;
        (_occupants ??= new uint[BlockBits.Rows])[row]++;
    }

    private uint OccupantOf(int row) => _occupants is null ? 0 : _occupants[row];

    private ColumnChunk Writable(ColumnChunk column, int attributeId, Epochs epochs)
    {
        if (epochs.MustCopy(column.Epoch))
        {
            column = column.Copy(epochs.Current);
            _columns[attributeId] = column;
        }

        return column;
    }
}
