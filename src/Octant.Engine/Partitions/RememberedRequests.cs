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
/// They lie in one list. Tables with open addressing hold their numbers, each beside half of its id's hash, by the other half: the list is looked
/// into only where that agrees. The tables are many and small and grow one at a time, as those of <see cref="RememberedIds"/>, so that no
/// request waits for a big one to be copied.
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
    public long Bytes => _entries.Bytes + _tables.Sum(static table => (table.Places?.Length ?? 0) * 2L * sizeof(uint));

    public bool TryFind(UInt128 id, out RememberedRequest request)
    {
        var number = Find(id);
        request = number < 0 ? default : RequestOf(_entries[number]);
        return number >= 0;
    }

    /// <summary>Remembers it instead of what is remembered under its id.</summary>
    public void Add(in RememberedRequest request)
    {
        Remove(request.Id);

        // A place that says 0 was never used.
        while ((uint)_entries.Next == 0)
        {
            _entries.Add(new Entry { IsGone = true });
        }

        var hash = HashOf(request.Id);
        ref var table = ref TableOf(hash);
        var places = table.Places is { } known && table.Used < known.Length / 4 * 3 ? known : Grow(ref table);
        ref var free = ref FreeIn(places, hash);
        table.Used += free.Number == 0 ? 1 : 0;
        free = new Place((uint)hash, (uint)_entries.Next);
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
        var number = Find(id);
        if (number < 0)
        {
            return;
        }

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

    /// <summary>Where a search for a hash begins. The bits that chose the table are spent.</summary>
    private static int BeginOf(ulong hash, int places) => (int)(((hash << TableBits >> 32) * (ulong)places) >> 32);

    private RememberedRequest RequestOf(Entry entry) =>
        new(entry.Id, entry.Until, entry.BodyHash, entry.HasDecision ? new DecisionId(partition, entry.Sequence, entry.Index) : null);

    /// <summary>The number of its entry, or −1.</summary>
    private long Find(UInt128 id)
    {
        var hash = HashOf(id);
        if (TableOf(hash).Places is not { } places)
        {
            return -1;
        }

        for (var at = BeginOf(hash, places.Length); places[at].Number != 0; at = at + 1 == places.Length ? 0 : at + 1)
        {
            if (places[at].Hash == (uint)hash && IsInList(places[at], out var number) && _entries[number].Id == id && !_entries[number].IsGone)
            {
                return number;
            }
        }

        return -1;
    }

    /// <summary>A place for one that is not there: one that was never used, or whose entry has left the list.</summary>
    private ref Place FreeIn(Place[] places, ulong hash)
    {
        var at = BeginOf(hash, places.Length);
        while (places[at].Number != 0 && IsInList(places[at], out _))
        {
            at = at + 1 == places.Length ? 0 : at + 1;
        }

        return ref places[at];
    }

    /// <summary>The number of an entry by its low bits; false where that one has left the list.</summary>
    private bool IsInList(Place place, out long number)
    {
        number = _entries.First + (place.Number - (uint)_entries.First);
        return number < _entries.Next;
    }

    /// <summary>Makes room by a third, or by what has left if that is more.</summary>
    private Place[] Grow(ref Table table)
    {
        var before = table.Places ?? [];
        var live = 0;
        foreach (var place in before)
        {
            live += place.Number != 0 && IsInList(place, out _) ? 1 : 0;
        }

        var places = new Place[Math.Max(LeastPlaces, (live + (live / 3)) * 4 / 3) + 3 & ~3];
        foreach (var place in before)
        {
            if (place.Number != 0 && IsInList(place, out var number))
            {
                FreeIn(places, HashOf(_entries[number].Id)) = place;
            }
        }

        (table.Places, table.Used) = (places, live);
        return places;
    }

    private struct Table
    {
        public Place[]? Places;

        /// <summary>Places that are not of the never-used kind.</summary>
        public int Used;
    }

    /// <param name="Hash">The low half of it.</param>
    /// <param name="Number">Low bits of the entry's; 0 where there never was one.</param>
    private readonly record struct Place(uint Hash, uint Number);

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
