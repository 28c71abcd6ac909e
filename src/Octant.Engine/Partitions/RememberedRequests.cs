using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Engine.Partitions;

/// <summary>What is remembered of a request so that a second delivery counts once.</summary>
/// <param name="Id">It was sent under.</param>
/// <param name="Until">When it may be forgotten.</param>
/// <param name="Decision">The decision it led to.</param>
public readonly record struct RememberedRequest(UInt128 Id, Instant Until, ulong BodyHash, DecisionId? Decision);

/// <summary>
/// Requests that were answered, in order of being answered, about 60 bytes each. All are remembered equally long, so that order is also the one
/// in which they are forgotten, and what is due is found at the beginning.
/// </summary>
/// <remarks>
/// They lie in one list. Tables with open addressing hold their numbers by hash of their ids; they are many and small and grow one at a
/// time, as those of <see cref="RememberedIds"/>, so that no request waits for a big one to be copied.
/// </remarks>
/// <param name="partition">All decisions are of.</param>
public sealed class RememberedRequests(int partition)
{
    private const int TableBits = 6;
    private const int LeastPlaces = 16;

    private readonly PieceList<Entry> _entries = new();
    private readonly Table[] _tables = new Table[1 << TableBits];

    public int Count { get; private set; }

    /// <summary>Bytes of the list and all tables.</summary>
    public long Bytes => _entries.Bytes + _tables.Sum(static table => (table.Places?.Length ?? 0) * (long)sizeof(uint));

    public bool TryFind(UInt128 id, out RememberedRequest request)
    {
        var hash = HashOf(id);
        if (TableOf(hash).Places is { } places && Find(places, id, hash, out _) is >= 0 and var number)
        {
            request = RequestOf(_entries[number]);
            return true;
        }

        request = default;
        return false;
    }

    /// <summary>Remembers it instead of what is remembered under its id.</summary>
    public void Add(in RememberedRequest request)
    {
        Remove(request.Id);
        var hash = HashOf(request.Id);
        ref var table = ref TableOf(hash);
        var places = table.Places is { } known && table.Used < known.Length / 4 * 3 ? known : Grow(ref table);

        // A place that says 0 was never used.
        while ((uint)_entries.Next == 0)
        {
            _entries.Add(new Entry { IsGone = true });
        }

        Find(places, request.Id, hash, out var free);
        table.Used += places[free] == 0 ? 1 : 0;
        places[free] = (uint)_entries.Next;
        _entries.Add(new Entry
        {
            Id = request.Id,
            Until = request.Until,
            BodyHash = request.BodyHash,
            Sequence = request.Decision?.Sequence ?? 0,
            Index = request.Decision?.Index ?? 0,
            HasDecision = request.Decision.HasValue,
        });
        Count++;
    }

    /// <summary>Forgets it, if it is remembered.</summary>
    public void Remove(UInt128 id)
    {
        var hash = HashOf(id);
        if (TableOf(hash).Places is { } places && Find(places, id, hash, out _) is >= 0 and var number)
        {
            _entries[number].IsGone = true;
            Count--;
            while (_entries.Count > 0 && _entries[_entries.First].IsGone)
            {
                _entries.RemoveFirst();
            }

            if (Count == 0)
            {
                Array.Clear(_tables);
            }
        }
    }

    /// <summary>All, in the order in which they were answered.</summary>
    public IEnumerable<RememberedRequest> All()
    {
        for (var number = _entries.First; number < _entries.Next; number++)
        {
            if (!_entries[number].IsGone)
            {
                yield return RequestOf(_entries[number]);
            }
        }
    }

    /// <summary>Those that may be forgotten by now, in the same order.</summary>
    public IEnumerable<UInt128> EndedBy(Instant now)
    {
        for (var number = _entries.First; number < _entries.Next && _entries[number].Until <= now; number++)
        {
            if (!_entries[number].IsGone)
            {
                yield return _entries[number].Id;
            }
        }
    }

    private static ulong HashOf(UInt128 id) => StableHash.Mix((ulong)id ^ (ulong)(id >> 64));

    private ref Table TableOf(ulong hash) => ref _tables[(int)(hash >> (64 - TableBits))];

    private RememberedRequest RequestOf(Entry entry) =>
        new(entry.Id, entry.Until, entry.BodyHash, entry.HasDecision ? new DecisionId(partition, entry.Sequence, entry.Index) : null);

    /// <summary>The number of the entry of this id, or −1 and the place to put it into.</summary>
    private long Find(uint[] places, UInt128 id, ulong hash, out int free)
    {
        free = -1;
        var at = (int)(((hash & uint.MaxValue) * (ulong)places.Length) >> 32);
        while (places[at] != 0)
        {
            if (!TryReach(places[at], out var number))
            {
                free = free < 0 ? at : free;
            }
            else if (_entries[number].Id == id)
            {
                return number;
            }

            at = at + 1 == places.Length ? 0 : at + 1;
        }

        free = free < 0 ? at : free;
        return -1;
    }

    /// <summary>The number of an entry by its low bits; false where that one is gone, and its place is free.</summary>
    private bool TryReach(uint place, out long number)
    {
        number = _entries.First + (place - (uint)_entries.First);
        return number < _entries.Next && !_entries[number].IsGone;
    }

    /// <summary>Makes room by a third, or by what is gone if that is more.</summary>
    private uint[] Grow(ref Table table)
    {
        var before = table.Places ?? [];
        var live = 0;
        foreach (var place in before)
        {
            live += place != 0 && TryReach(place, out _) ? 1 : 0;
        }

        var places = new uint[Math.Max(LeastPlaces, (live + (live / 3)) * 4 / 3) + 3 & ~3];
        foreach (var place in before)
        {
            if (place != 0 && TryReach(place, out var number))
            {
                var id = _entries[number].Id;
                Find(places, id, HashOf(id), out var free);
                places[free] = place;
            }
        }

        (table.Places, table.Used) = (places, live);
        return places;
    }

    private struct Table
    {
        public uint[]? Places;

        /// <summary>Places that are not of the never-used kind.</summary>
        public int Used;
    }

    private struct Entry
    {
        public UInt128 Id;
        public Instant Until;
        public ulong BodyHash;
        public long Sequence;
        public int Index;
        public bool HasDecision;
        public bool IsGone;
    }
}
