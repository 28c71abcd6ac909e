using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// All customers as columns, for counting audiences. Owned by one thread, which applies every committed change; others read
/// snapshots of it. A customer has a slot for as long as it is known; a slot set free is given to the next newcomer.
/// </summary>
/// <remarks>
/// Per customer and attribute there are as many bytes as the block's values need, and a bit that says whether it is there;
/// per tag and offering a bit where they are common, two bytes for each customer who has them where they are rare; besides
/// 8 bytes of key and about 7 to find it.
/// </remarks>
public sealed class AudienceColumns
{
    private const int MostTagsOnStack = 128;

    private readonly SlotTable _slots;
    private readonly List<AudienceBlock> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly List<CategoryCodes?> _codes = [];
    private readonly List<AudienceSnapshot> _inUse = [];
    private readonly Func<int, CategoryCodes> _codesOf;
    private AttributeDictionary _attributes;
    private Epochs _epochs = new(0, -1);
    private int _used;

    public AudienceColumns(AttributeDictionary attributes)
    {
        _attributes = attributes;
        _slots = new SlotTable(slot => _blocks[slot / BlockBits.Rows].Keys[slot % BlockBits.Rows]);
        _codesOf = CodesOf;
    }

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

    /// <summary>Bytes held, keys and the table that finds them included.</summary>
    public long Bytes => _blocks.Sum(block => block.Bytes + (BlockBits.Rows * (long)sizeof(long))) + _slots.Bytes;

    internal IReadOnlyList<AudienceBlock> Blocks => _blocks;

    /// <summary>Keeps the customers as they are now, at the cost of copying what changes until it is given back.</summary>
    public AudienceSnapshot TakeSnapshot()
    {
        var snapshot = View();
        _inUse.Add(snapshot);
        _epochs = new Epochs(_epochs.Current + 1, snapshot.Epoch);
        return snapshot;
    }

    /// <summary>Says that nobody reads the snapshot any more. On the thread that owns the columns.</summary>
    public void Release(AudienceSnapshot snapshot)
    {
        _inUse.Remove(snapshot);
        _epochs = _epochs with { Shared = _inUse.Count == 0 ? -1 : _inUse[^1].Epoch };
    }

    /// <summary>The customers for reading on the thread that owns the columns, until it next changes them.</summary>
    public AudienceSnapshot View() => new(_epochs.Current, [.. _blocks], [.. _codes], _attributes, ObservationsOf, Count);

    public bool Contains(long key) => _slots.TryFind(key, out _);

    /// <summary>Takes over a customer who is not there yet, whole but for contacts.</summary>
    /// <param name="offeringIds">What the customer owns, pending changes included.</param>
    /// <param name="behaviour">Changed in place from here on.</param>
    public void Enter(long key, Profile profile, ReadOnlySpan<string> offeringIds, BehaviourCells behaviour)
    {
        RequireKnown(profile);
        var slot = NewSlot(key);
        var (block, row) = (ToChange(slot), slot % BlockBits.Rows);
        Write(block, row, profile, isNew: true);
        block.SetOwned(row, offeringIds, isNew: true, _epochs);
        block.SetBehaviour(row, behaviour, _epochs);
    }

    /// <summary>Takes over the whole profile, of a new customer or a known one. What it owns and its contacts stay.</summary>
    public void Upsert(long key, Profile profile)
    {
        RequireKnown(profile);
        var isNew = !_slots.TryFind(key, out var slot);
        if (isNew)
        {
            slot = NewSlot(key);
        }

        Write(ToChange(slot), slot % BlockBits.Rows, profile, isNew);
    }

    /// <summary>Changes single facts of a customer: a null value clears an attribute, null tags stay. False when the customer is not known.</summary>
    /// <param name="isNew">Nothing was said of the customer's tags before.</param>
    public bool Change(long key, IReadOnlyList<AttributeChange> attributes, IReadOnlyList<string>? tags, bool isNew = false)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        var (block, row) = (ToChange(slot), slot % BlockBits.Rows);
        foreach (var (id, value) in attributes)
        {
            if (value is { } present)
            {
                block.Write(row, id, present.Kind, present.Bits, _codesOf, _epochs);
            }
            else
            {
                block.ClearAttribute(row, id, _epochs);
            }
        }

        if (tags is not null)
        {
            block.SetTags(row, tags.Select(Symbols.Of).ToArray(), isNew, _epochs);
        }

        return true;
    }

    /// <summary>Replaces what the customer owns, pending changes included. False when the customer is not known.</summary>
    /// <param name="isNew">Nothing was said of what the customer owns before.</param>
    public bool SetOwned(long key, IReadOnlyCollection<string> offeringIds, bool isNew = false)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        ToChange(slot).SetOwned(slot % BlockBits.Rows, offeringIds as string[] ?? [.. offeringIds], isNew, _epochs);
        return true;
    }

    /// <summary>Adds a reservation or contact about a campaign and, where there is one, an offering. False when the customer is not known.</summary>
    public bool AddContact(long key, string campaignId, string? offeringId, Instant countsAt)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        var block = ToChange(slot);
        block.AddContact(slot % BlockBits.Rows, campaignId, countsAt.Microseconds, _epochs);
        if (offeringId is not null)
        {
            block.AddContact(slot % BlockBits.Rows, offeringId, countsAt.Microseconds, _epochs);
        }

        return true;
    }

    /// <summary>Takes away what <see cref="AddContact"/> added with the same words. False when there is no such contact.</summary>
    public bool RemoveContact(long key, string campaignId, string? offeringId, Instant countsAt)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        var block = ToChange(slot);
        var removed = block.RemoveContact(slot % BlockBits.Rows, campaignId, countsAt.Microseconds, _epochs);
        return offeringId is null
            ? removed
            : block.RemoveContact(slot % BlockBits.Rows, offeringId, countsAt.Microseconds, _epochs) && removed;
    }

    /// <summary>Drops the contacts that count at or before this moment: none of them is in any window asked for any more.</summary>
    public void ForgetContacts(Instant upTo)
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            ToChange(i * BlockBits.Rows).ForgetContacts(upTo.Microseconds, _epochs);
        }
    }

    /// <summary>
    /// Since when the behaviour of a customer is observed: it differs from partition to partition. Replaced by another function when that
    /// changes, so that snapshots keep theirs.
    /// </summary>
    public Func<long, ObservationTable> ObservationsOf { get; set; } = _ => ObservationTable.Empty;

    /// <summary>Replaces what is kept of the customer's behaviour; the columns change it in place. False when the customer is not known.</summary>
    public bool SetBehaviour(long key, BehaviourCells cells)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        ToChange(slot).SetBehaviour(slot % BlockBits.Rows, cells, _epochs);
        return true;
    }

    /// <summary>Adds what an event did to the customer's behaviour. False when the customer is not known.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="now">When it was taken in.</param>
    public bool AddBehaviour(long key, IReadOnlyList<MeasureChange> changes, Instant at, Instant now)
    {
        if (!_slots.TryFind(key, out var slot))
        {
            return false;
        }

        var (block, row) = (ToChange(slot), slot % BlockBits.Rows);
        var observations = ObservationsOf(key);
        foreach (var change in changes)
        {
            if (observations.Find(change.Number)?.Measure is { } measure)
            {
                // Cells are changed in place, which a snapshot in use must not see.
                var cells = _inUse.Count == 0 ? block.Behaviour(row) : block.Behaviour(row).Copy();
                block.SetBehaviour(row, cells.After(change, measure, at, now), _epochs);
            }
        }

        return true;
    }

    /// <summary>Drops what is no longer kept of the behaviour of some customers.</summary>
    public void KeepBehaviour(Func<long, bool> customers, Func<int, bool> kept)
    {
        for (var slot = 0; slot < _used; slot++)
        {
            var (block, row) = (_blocks[slot / BlockBits.Rows], slot % BlockBits.Rows);
            var cells = block.Behaviour(row);
            if (!cells.IsEmpty && customers(block.Keys[row]))
            {
                ToChange(slot).SetBehaviour(row, cells.Keeping(kept), _epochs);
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

        ToChange(slot).Clear(slot % BlockBits.Rows, _epochs);
        _free.Push(slot);
        return true;
    }

    private void RequireKnown(Profile profile)
    {
        for (var id = _attributes.Count; id < profile.Capacity; id++)
        {
            if (profile.Has(id))
            {
                throw new ArgumentException($"The profile has attribute {id}, and the dictionary ends before it.", nameof(profile));
            }
        }
    }

    private void Write(AudienceBlock block, int row, Profile profile, bool isNew)
    {
        for (var id = 0; id < _attributes.Count; id++)
        {
            var kind = _attributes[id].Kind;
            if (kind == AttributeKind.Text)
            {
                continue;
            }

            if (profile.TryGetBits(id, out var bits))
            {
                block.Write(row, id, kind, bits, _codesOf, _epochs);
            }
            else if (!isNew)
            {
                block.ClearAttribute(row, id, _epochs);
            }
        }

        var count = profile.Tags.Length;
        var tags = count <= MostTagsOnStack ? stackalloc int[count] : new int[count];
        profile.Tags.CopyTo(tags);
        block.SetTags(row, tags, isNew, _epochs);
    }

    private AudienceBlock ToChange(int slot)
    {
        var index = slot / BlockBits.Rows;
        return _blocks[index] = _blocks[index].ToChange(_epochs);
    }

    private CategoryCodes CodesOf(int attributeId)
    {
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
                _blocks.Add(new AudienceBlock(_epochs.Current));
            }
        }

        ToChange(slot).Settle(slot % BlockBits.Rows, key, _epochs);
        _slots.Add(key, slot);
        return slot;
    }
}
