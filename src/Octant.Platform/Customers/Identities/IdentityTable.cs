using System.Text;
using Octant.Engine;

namespace Octant.Platform.Customers.Identities;

/// <summary>
/// Identifiers and keys of all people, both ways, in about 40 bytes a person beside the identifier itself: the identifiers'
/// UTF-8 bytes stand one after another in blocks, and two tables of entry numbers with open addressing find an entry by the
/// hash of its identifier and by its key. Not safe for concurrent use.
/// </summary>
internal sealed class IdentityTable
{
    private const int BlockBits = 20;
    private const int BlockBytes = 1 << BlockBits;
    private const int Free = 0;
    private const int Gone = -1;

    private readonly List<byte[]> _blocks = [];
    private int _usedInBlock = BlockBytes;

    /// <summary>Per entry the key, and where its identifier stands: block, offset, length.</summary>
    private long[] _keys = new long[16];
    private long[] _places = new long[16];
    private int _entries;

    /// <summary>Entry number + 1, <see cref="Free"/>, or <see cref="Gone"/> where one was removed.</summary>
    private int[] _byIdentifier = new int[32];
    private int[] _byKey = new int[32];
    private int _usedSlots;

    public int Count { get; private set; }

    public bool TryFindKey(string customerId, out long key)
    {
        Span<byte> buffer = stackalloc byte[CustomerIds.MostBytes];
        return TryFindKey(Encode(customerId, buffer), out key);
    }

    public bool TryFindKey(ReadOnlySpan<byte> customerId, out long key)
    {
        var slot = SlotOfIdentifier(customerId);
        key = slot >= 0 ? _keys[_byIdentifier[slot] - 1] : 0;
        return slot >= 0;
    }

    public string? FindIdentifier(long key)
    {
        var slot = SlotOfKey(key);
        return slot >= 0 ? Encoding.UTF8.GetString(IdentifierOf(_byKey[slot] - 1)) : null;
    }

    public bool HasKey(long key) => SlotOfKey(key) >= 0;

    /// <summary>Both must be new.</summary>
    public void Add(long key, string customerId)
    {
        if ((_usedSlots + 1) * 10L > _byKey.Length * 7L)
        {
            Rebuild();
        }

        if (_entries == _keys.Length)
        {
            Array.Resize(ref _keys, _entries * 2);
            Array.Resize(ref _places, _entries * 2);
        }

        Span<byte> buffer = stackalloc byte[CustomerIds.MostBytes];
        var identifier = Encode(customerId, buffer);
        _keys[_entries] = key;
        _places[_entries] = Keep(identifier);
        Insert(_entries, StableHash.Of((ReadOnlySpan<byte>)identifier), key);
        _entries++;
        Count++;
    }

    /// <summary>Removes the person, the bytes of the identifier among it.</summary>
    public void Remove(long key)
    {
        var slot = SlotOfKey(key);
        if (slot < 0)
        {
            return;
        }

        var entry = _byKey[slot] - 1;
        var identifier = IdentifierOf(entry);
        _byIdentifier[SlotOfIdentifier(identifier)] = Gone;
        _byKey[slot] = Gone;
        identifier.Clear();
        _keys[entry] = 0;
        _places[entry] = -1;
        Count--;
    }

    private static Span<byte> Encode(string customerId, Span<byte> buffer) => buffer[..Encoding.UTF8.GetBytes(customerId, buffer)];

    private int SlotOfIdentifier(ReadOnlySpan<byte> identifier)
    {
        var mask = _byIdentifier.Length - 1;
        for (var slot = (int)StableHash.Of(identifier) & mask; _byIdentifier[slot] != Free; slot = (slot + 1) & mask)
        {
            if (_byIdentifier[slot] is var number and not Gone && identifier.SequenceEqual(IdentifierOf(number - 1)))
            {
                return slot;
            }
        }

        return -1;
    }

    private int SlotOfKey(long key)
    {
        var mask = _byKey.Length - 1;
        for (var slot = (int)StableHash.Mix((ulong)key) & mask; _byKey[slot] != Free; slot = (slot + 1) & mask)
        {
            if (_byKey[slot] is var number and not Gone && _keys[number - 1] == key)
            {
                return slot;
            }
        }

        return -1;
    }

    private Span<byte> IdentifierOf(int entry)
    {
        var place = _places[entry];
        return _blocks[(int)(place >> 32)].AsSpan((int)(place >> 12) & (BlockBytes - 1), (int)place & 0xFFF);
    }

    private long Keep(ReadOnlySpan<byte> identifier)
    {
        if (_usedInBlock + identifier.Length > BlockBytes)
        {
            _blocks.Add(new byte[BlockBytes]);
            _usedInBlock = 0;
        }

        identifier.CopyTo(_blocks[^1].AsSpan(_usedInBlock));
        var place = ((long)(_blocks.Count - 1) << 32) | ((long)_usedInBlock << 12) | (uint)identifier.Length;
        _usedInBlock += identifier.Length;
        return place;
    }

    private void Insert(int entry, ulong hash, long key)
    {
        var mask = _byKey.Length - 1;
        Put(_byIdentifier, (int)hash & mask, entry);
        Put(_byKey, (int)StableHash.Mix((ulong)key) & mask, entry);
        _usedSlots++;
    }

    private static void Put(int[] table, int slot, int entry)
    {
        // Slots of removed entries are left alone, so that both tables fill up alike.
        while (table[slot] != Free)
        {
            slot = (slot + 1) & (table.Length - 1);
        }

        table[slot] = entry + 1;
    }

    /// <summary>Makes the tables as large as the people there are ask for; removed ones leave their slots.</summary>
    private void Rebuild()
    {
        var length = 32;
        while ((Count + 1) * 20L > length * 7L)
        {
            length *= 2;
        }

        (_byIdentifier, _byKey, _usedSlots) = (new int[length], new int[length], 0);
        for (var entry = 0; entry < _entries; entry++)
        {
            if (_places[entry] >= 0)
            {
                Insert(entry, StableHash.Of((ReadOnlySpan<byte>)IdentifierOf(entry)), _keys[entry]);
            }
        }
    }
}
