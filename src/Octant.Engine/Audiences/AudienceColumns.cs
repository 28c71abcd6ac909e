using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// All customers as columns, for counting audiences. Owned by one thread, the scanner, which applies every committed change
/// before it answers. A customer has a slot for as long as it is known; a slot set free is given to the next newcomer.
/// </summary>
public sealed class AudienceColumns
{
    private readonly Dictionary<long, int> _slots = [];
    private readonly List<AudienceBlock> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly List<CategoryCodes?> _codes = [];
    private AttributeDictionary _attributes;
    private int _used;

    public AudienceColumns(AttributeDictionary attributes) => _attributes = attributes;

    /// <summary>Only ever replaced by a longer one.</summary>
    public AttributeDictionary Attributes
    {
        get => _attributes;
        set => _attributes = value.Count >= _attributes.Count
            ? value
            : throw new ArgumentException($"The dictionary has {value.Count} attributes, fewer than the {_attributes.Count} known.", nameof(value));
    }

    /// <summary>How many customers there are.</summary>
    public long Count => _slots.Count;

    /// <summary>Bytes held by columns, bitmaps and contacts, without keys and slots.</summary>
    public long Bytes => _blocks.Sum(block => block.Bytes);

    internal IReadOnlyList<AudienceBlock> Blocks => _blocks;

    public bool Contains(long key) => _slots.ContainsKey(key);

    /// <summary>Takes over the whole profile, of a new customer or a known one. What it owns and its contacts stay.</summary>
    public void Upsert(long key, Profile profile)
    {
        for (var id = _attributes.Count; id < profile.Capacity; id++)
        {
            if (profile.Has(id))
            {
                throw new ArgumentException($"The profile has attribute {id}, and the dictionary ends before it.", nameof(profile));
            }
        }

        if (!_slots.TryGetValue(key, out var slot))
        {
            slot = NewSlot(key);
        }

        var block = _blocks[slot / BlockBits.Rows];
        var row = slot % BlockBits.Rows;
        foreach (var attribute in _attributes.All)
        {
            if (attribute.Kind == AttributeKind.Text)
            {
                continue;
            }

            if (profile.Has(attribute.Id))
            {
                Write(block, row, attribute.Id, attribute.Kind, profile.Bits(attribute.Id));
            }
            else
            {
                block.Column(attribute.Id)?.Clear(row);
            }
        }

        block.SetTags(row, profile.Tags);
    }

    /// <summary>Changes single facts of a customer: a null value clears an attribute, null tags stay. False when the customer is not known.</summary>
    public bool Change(long key, IReadOnlyList<AttributeChange> attributes, IReadOnlyList<string>? tags)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        var block = _blocks[slot / BlockBits.Rows];
        var row = slot % BlockBits.Rows;
        foreach (var (id, value) in attributes)
        {
            if (value is { } present)
            {
                Write(block, row, id, present.Kind, present.Bits);
            }
            else
            {
                block.Column(id)?.Clear(row);
            }
        }

        if (tags is not null)
        {
            block.SetTags(row, tags.Select(Symbols.Of).ToArray());
        }

        return true;
    }

    /// <summary>Replaces what the customer owns, pending changes included. False when the customer is not known.</summary>
    public bool SetOwned(long key, IReadOnlyCollection<string> offeringIds)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        _blocks[slot / BlockBits.Rows].SetOwned(slot % BlockBits.Rows, offeringIds);
        return true;
    }

    /// <summary>Adds a reservation or contact about a campaign and, where there is one, an offering. False when the customer is not known.</summary>
    public bool AddContact(long key, string campaignId, string? offeringId, Instant countsAt)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        var block = _blocks[slot / BlockBits.Rows];
        block.AddContact(slot % BlockBits.Rows, campaignId, countsAt.Microseconds);
        if (offeringId is not null)
        {
            block.AddContact(slot % BlockBits.Rows, offeringId, countsAt.Microseconds);
        }

        return true;
    }

    /// <summary>Takes away what <see cref="AddContact"/> added with the same words. False when there is no such contact.</summary>
    public bool RemoveContact(long key, string campaignId, string? offeringId, Instant countsAt)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        var block = _blocks[slot / BlockBits.Rows];
        var removed = block.RemoveContact(slot % BlockBits.Rows, campaignId, countsAt.Microseconds);
        return offeringId is null
            ? removed
            : block.RemoveContact(slot % BlockBits.Rows, offeringId, countsAt.Microseconds) && removed;
    }

    /// <summary>Drops the contacts that count at or before this moment: none of them is in any window asked for any more.</summary>
    public void ForgetContacts(Instant upTo)
    {
        foreach (var block in _blocks)
        {
            block.ForgetContacts(upTo.Microseconds);
        }
    }

    /// <summary>Since when the behaviour of a customer is observed: it differs from partition to partition.</summary>
    public Func<long, ObservationTable> ObservationsOf { get; set; } = _ => ObservationTable.Empty;

    /// <summary>Replaces what is kept of the customer's behaviour; the columns change it in place. False when the customer is not known.</summary>
    public bool SetBehaviour(long key, BehaviourCells cells)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        _blocks[slot / BlockBits.Rows].SetBehaviour(slot % BlockBits.Rows, cells);
        return true;
    }

    /// <summary>Adds what an event did to the customer's behaviour. False when the customer is not known.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="now">When it was taken in.</param>
    public bool AddBehaviour(long key, IReadOnlyList<MeasureChange> changes, Instant at, Instant now)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return false;
        }

        var block = _blocks[slot / BlockBits.Rows];
        var row = slot % BlockBits.Rows;
        var observations = ObservationsOf(key);
        foreach (var change in changes)
        {
            if (observations.Find(change.Number)?.Measure is { } measure)
            {
                block.SetBehaviour(row, block.Behaviour(row).After(change, measure, at, now));
            }
        }

        return true;
    }

    /// <summary>Drops what is no longer kept of the behaviour of some customers.</summary>
    public void KeepBehaviour(Func<long, bool> customers, Func<int, bool> kept)
    {
        foreach (var block in _blocks)
        {
            for (var row = 0; row < BlockBits.Rows; row++)
            {
                var cells = block.Behaviour(row);
                if (!cells.IsEmpty && customers(block.Keys[row]))
                {
                    block.SetBehaviour(row, cells.Keeping(kept));
                }
            }
        }
    }

    /// <summary>Forgets the customer whole. False when it is not known.</summary>
    public bool Remove(long key)
    {
        if (!_slots.Remove(key, out var slot))
        {
            return false;
        }

        _blocks[slot / BlockBits.Rows].Clear(slot % BlockBits.Rows);
        _free.Push(slot);
        return true;
    }

    /// <summary>Null when no customer ever had the attribute.</summary>
    internal CategoryCodes? Codes(int attributeId) => attributeId < _codes.Count ? _codes[attributeId] : null;

    private void Write(AudienceBlock block, int row, int attributeId, AttributeKind kind, long bits)
    {
        var column = block.Column(attributeId);
        if (column is null)
        {
            column = ColumnChunk.Of(kind, CodesOf(attributeId, kind));
            block.AddColumn(attributeId, column);
        }

        column.Write(row, bits);
    }

    private CategoryCodes? CodesOf(int attributeId, AttributeKind kind)
    {
        if (kind != AttributeKind.Category)
        {
            return null;
        }

        while (_codes.Count <= attributeId)
        {
            _codes.Add(null);
        }

        return _codes[attributeId] ??= new CategoryCodes();
    }

    private int NewSlot(long key)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _used++;
            if (slot / BlockBits.Rows == _blocks.Count)
            {
                _blocks.Add(new AudienceBlock());
            }
        }

        _slots.Add(key, slot);
        var block = _blocks[slot / BlockBits.Rows];
        block.Keys[slot % BlockBits.Rows] = key;
        BlockBits.Set(block.Live, slot % BlockBits.Rows);
        return slot;
    }
}
