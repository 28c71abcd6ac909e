using Octant.Engine.Behaviour;

namespace Octant.Engine.Audiences;

/// <summary>65,536 customers as columns: cells by attribute, bitmaps by tag and by owned offering, contacts by what they were about.</summary>
internal sealed class AudienceBlock
{
    private static readonly ulong[] Nobody = new ulong[BlockBits.Words];

    private readonly Dictionary<int, ulong[]> _tags = [];
    private readonly Dictionary<string, ulong[]> _owned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<BlockContact>> _contacts = new(StringComparer.Ordinal);
    private readonly uint[] _occupants = new uint[BlockBits.Rows];
    private ColumnChunk?[] _columns = [];
    private BehaviourCells[] _behaviour = [];

    /// <summary>The rows that hold a customer; every evaluation starts from it.</summary>
    public ulong[] Live { get; } = new ulong[BlockBits.Words];

    /// <summary>Of the customers, by row.</summary>
    public long[] Keys { get; } = new long[BlockBits.Rows];

    public long Bytes =>
        _columns.Sum(column => (long)(column?.Bytes ?? 0))
        + ((_tags.Count + _owned.Count + 1L) * BlockBits.Words * 8)
        + (_occupants.Length * 4L)
        + (_behaviour.Length * 8L) + _behaviour.Sum(cells => (long)cells.Bytes)
        + (_contacts.Values.Sum(contacts => (long)contacts.Capacity) * 16);

    /// <summary>Null when no row ever had the attribute.</summary>
    public ColumnChunk? Column(int attributeId) => attributeId < _columns.Length ? _columns[attributeId] : null;

    public void AddColumn(int attributeId, ColumnChunk column)
    {
        if (attributeId >= _columns.Length)
        {
            Array.Resize(ref _columns, attributeId + 8);
        }

        _columns[attributeId] = column;
    }

    public BehaviourCells Behaviour(int row) => _behaviour.Length == 0 ? default : _behaviour[row];

    public void SetBehaviour(int row, BehaviourCells cells)
    {
        if (_behaviour.Length == 0 && !cells.IsEmpty)
        {
            _behaviour = new BehaviourCells[BlockBits.Rows];
        }

        if (_behaviour.Length > 0)
        {
            _behaviour[row] = cells;
        }
    }

    public ulong[] Tagged(int symbol) => _tags.GetValueOrDefault(symbol, Nobody);

    public ulong[] Owning(string offeringId) => _owned.GetValueOrDefault(offeringId, Nobody);

    public void SetTags(int row, ReadOnlySpan<int> symbols)
    {
        foreach (var bitmap in _tags.Values)
        {
            BlockBits.Clear(bitmap, row);
        }

        foreach (var symbol in symbols)
        {
            if (!_tags.TryGetValue(symbol, out var bitmap))
            {
                bitmap = new ulong[BlockBits.Words];
                _tags.Add(symbol, bitmap);
            }

            BlockBits.Set(bitmap, row);
        }
    }

    /// <summary>Every tag that a row of the block has or had, with the rows that have it.</summary>
    public IReadOnlyCollection<KeyValuePair<int, ulong[]>> Tags => _tags;

    /// <summary>The symbols of one row's tags, in no order.</summary>
    public IEnumerable<int> TagsOf(int row) => _tags.Where(tag => BlockBits.Get(tag.Value, row)).Select(tag => tag.Key);

    public void SetOwned(int row, IReadOnlyCollection<string> offeringIds)
    {
        foreach (var bitmap in _owned.Values)
        {
            BlockBits.Clear(bitmap, row);
        }

        foreach (var offeringId in offeringIds)
        {
            if (!_owned.TryGetValue(offeringId, out var bitmap))
            {
                bitmap = new ulong[BlockBits.Words];
                _owned.Add(offeringId, bitmap);
            }

            BlockBits.Set(bitmap, row);
        }
    }

    public void AddContact(int row, string id, long countsAt)
    {
        if (!_contacts.TryGetValue(id, out var contacts))
        {
            contacts = [];
            _contacts.Add(id, contacts);
        }

        contacts.Add(new BlockContact((ushort)row, _occupants[row], countsAt));
    }

    /// <summary>Takes away one contact that matches; false when there is none.</summary>
    public bool RemoveContact(int row, string id, long countsAt)
    {
        if (!_contacts.TryGetValue(id, out var contacts))
        {
            return false;
        }

        var index = contacts.LastIndexOf(new BlockContact((ushort)row, _occupants[row], countsAt));
        if (index < 0)
        {
            return false;
        }

        contacts[index] = contacts[^1];
        contacts.RemoveAt(contacts.Count - 1);
        return true;
    }

    /// <summary>Drops the contacts that count at or before this moment, and those of customers who left.</summary>
    public void ForgetContacts(long upTo)
    {
        foreach (var (id, contacts) in _contacts)
        {
            if (contacts.RemoveAll(contact => contact.CountsAt <= upTo || contact.Occupant != _occupants[contact.Row]) > 0 && contacts.Count == 0)
            {
                _contacts.Remove(id);
            }
        }
    }

    /// <summary>The rows with a contact about this campaign or offering that counts within (after, until].</summary>
    public void Contacted(string id, long after, long until, ulong[] result)
    {
        Array.Clear(result);
        if (_contacts.TryGetValue(id, out var contacts))
        {
            foreach (var contact in contacts)
            {
                if (contact.CountsAt > after && contact.CountsAt <= until && contact.Occupant == _occupants[contact.Row])
                {
                    BlockBits.Set(result, contact.Row);
                }
            }
        }
    }

    /// <summary>Empties one row. Its contacts no longer count, and go when contacts are next forgotten.</summary>
    public void Clear(int row)
    {
        BlockBits.Clear(Live, row);
        foreach (var column in _columns)
        {
            column?.Clear(row);
        }

        SetTags(row, []);
        SetOwned(row, []);
        SetBehaviour(row, default);
        _occupants[row]++;
    }
}

/// <summary>One contact, in microseconds, of the row's customer of that time: how many had the row before.</summary>
internal readonly record struct BlockContact(ushort Row, uint Occupant, long CountsAt);
