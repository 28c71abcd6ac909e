using Octant.Engine.Calendar;

namespace Octant.Engine.Partitions;

/// <summary>
/// Ids of messages that were taken in, each remembered until an instant, in 16 bytes a slot and about 25 bytes an id.
/// </summary>
/// <remarks>
/// At a hundred thousand events a second and an hour of lateness this holds hundreds of millions of ids, so neither an object nor
/// a timer per id is affordable. An id is 96 of its 128 bits (two of a billion agree by chance in one of 10¹¹ such sets) and
/// the minute at the end of which it is forgotten, in tables with open addressing. Forgetting moves one number forward: what
/// ended by then counts as absent from that moment on, and its slot is taken by whatever comes next. The ids are spread
/// over many small tables that grow one at a time, so that no insertion waits for a big one to be copied.
/// What is remembered depends on the calls alone; where it stands in the tables does not show outside.
/// </remarks>
public sealed class RememberedIds
{
    private const long Minute = 60 * Instant.MicrosecondsPerSecond;
    private const uint MinutesPerDay = 1_440;
    private const int TableBits = 6;
    private const int LeastSlots = 16;

    /// <summary>Beyond so many minutes ahead the end is rounded up to a whole day, so that there are never many different ends.</summary>
    private const uint RoundedBeyond = 8 * MinutesPerDay;

    private readonly Table[] _tables = new Table[1 << TableBits];
    private readonly SortedDictionary<uint, int> _perEnd = [];
    private uint _forgotten;
    private uint _lastEnd;
    private int _lastAdded;

    /// <summary>Ids remembered now.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all tables.</summary>
    public long Bytes
    {
        get
        {
            var slots = 0L;
            foreach (var table in _tables)
            {
                slots += table.Slots?.Length ?? 0;
            }

            return slots * 16;
        }
    }

    public bool Contains(UInt128 id)
    {
        var slot = new Slot(id, 0);
        var hash = HashOf(slot);
        return TableOf(hash).Slots is { } slots && Find(slots, slot, hash, out _) >= 0;
    }

    /// <summary>Remembers an id that is not there, until this instant or somewhat longer.</summary>
    /// <param name="now">The moment of being taken in.</param>
    public void Add(UInt128 id, Instant until, Instant now)
    {
        var end = EndOf(until);
        if (end > EndOf(now) + RoundedBeyond)
        {
            end = (end + MinutesPerDay - 1) / MinutesPerDay * MinutesPerDay;
        }

        Add(new Slot(id, end));
    }

    /// <summary>Whether the time of any id has ended by then.</summary>
    internal bool AnyEndsBy(Instant now)
    {
        CountLast();
        return Count > 0 && FirstEnd() <= LastEndedBy(now);
    }

    /// <summary>Forgets all whose time has ended by then.</summary>
    internal void Forget(Instant upTo)
    {
        CountLast();
        _forgotten = Math.Max(_forgotten, LastEndedBy(upTo));
        while (_perEnd.Count > 0 && FirstEnd() <= _forgotten)
        {
            var end = FirstEnd();
            Count -= _perEnd[end];
            _perEnd.Remove(end);
        }

        if (Count == 0)
        {
            Array.Clear(_tables);
        }
    }

    /// <summary>All there are, in one order for equal contents: by end, then by bits.</summary>
    internal Slot[] ToSorted()
    {
        var all = new Slot[Count];
        var count = 0;
        foreach (var table in _tables)
        {
            foreach (var slot in table.Slots ?? [])
            {
                if (IsLive(slot))
                {
                    all[count++] = slot;
                }
            }
        }

        Array.Sort(all);
        return all;
    }

    /// <summary>Adds what <see cref="ToSorted"/> gave.</summary>
    internal void Add(Slot added)
    {
        var hash = HashOf(added);
        ref var table = ref TableOf(hash);
        if (table.Slots is null || table.Used + 1 > table.Slots.Length / 4 * 3)
        {
            Grow(ref table);
        }

        if (Find(table.Slots!, added, hash, out var free) >= 0)
        {
            return;
        }

        table.Used += table.Slots![free].End == 0 ? 1 : 0;
        table.Slots[free] = added;
        Count++;
        if (added.End != _lastEnd)
        {
            CountLast();
            _lastEnd = added.End;
        }

        _lastAdded++;
    }

    /// <summary>Minutes from 1970 until the end of the one this instant lies in, 1 at least: 0 marks a slot that was never used.</summary>
    private static uint EndOf(Instant instant) => (uint)Math.Clamp((instant.Microseconds / Minute) + 1, 1, uint.MaxValue - RoundedBeyond - MinutesPerDay);

    private static uint LastEndedBy(Instant instant) => (uint)Math.Clamp(instant.Microseconds / Minute, 0, uint.MaxValue);

    /// <summary>The slot of the same id, or −1 and the slot to put it into.</summary>
    private int Find(Slot[] slots, in Slot wanted, ulong hash, out int free)
    {
        free = -1;
        var at = (int)(((hash & uint.MaxValue) * (ulong)slots.Length) >> 32);
        while (true)
        {
            ref readonly var slot = ref slots[at];
            if (slot.End == 0)
            {
                free = free < 0 ? at : free;
                return -1;
            }

            if (IsLive(slot))
            {
                if (slot.Low == wanted.Low && slot.High == wanted.High)
                {
                    return at;
                }
            }
            else if (free < 0)
            {
                free = at;
            }

            at = at + 1 == slots.Length ? 0 : at + 1;
        }
    }

    private bool IsLive(in Slot slot) => slot.End > _forgotten;

    private static ulong HashOf(in Slot slot) => StableHash.Mix(slot.Low ^ slot.High);

    private ref Table TableOf(ulong hash) => ref _tables[(int)(hash >> (64 - TableBits))];

    /// <summary>Makes room by a third, or by what is forgotten if that is more.</summary>
    private void Grow(ref Table table)
    {
        var live = 0;
        foreach (var slot in table.Slots ?? [])
        {
            live += IsLive(slot) ? 1 : 0;
        }

        var before = table.Slots ?? [];
        table.Slots = new Slot[Math.Max(LeastSlots, (live + (live / 3)) * 4 / 3) + 3 & ~3];
        table.Used = live;
        foreach (var slot in before)
        {
            if (IsLive(slot))
            {
                Find(table.Slots, slot, HashOf(slot), out var free);
                table.Slots[free] = slot;
            }
        }
    }

    /// <summary>Ends come in runs, so they are counted run by run.</summary>
    private void CountLast()
    {
        if (_lastAdded > 0)
        {
            _perEnd[_lastEnd] = _perEnd.GetValueOrDefault(_lastEnd) + _lastAdded;
            _lastAdded = 0;
        }
    }

    private uint FirstEnd()
    {
        foreach (var end in _perEnd.Keys)
        {
            return end;
        }

        return uint.MaxValue;
    }

    private struct Table
    {
        public Slot[]? Slots;

        /// <summary>Slots that are not of the never-used kind.</summary>
        public int Used;
    }

    /// <summary>One id and its end, as they stand in the tables and in checkpoints.</summary>
    /// <param name="Low">64 bits of the id.</param>
    /// <param name="High">32 more.</param>
    /// <param name="End">Minutes from 1970 until it is forgotten.</param>
    internal readonly record struct Slot(ulong Low, uint High, uint End) : IComparable<Slot>
    {
        public Slot(UInt128 id, uint end)
            : this((ulong)id, (uint)(id >> 64), end)
        {
        }

        public int CompareTo(Slot other)
        {
            var order = End.CompareTo(other.End);
            if (order == 0)
            {
                order = Low.CompareTo(other.Low);
            }

            return order == 0 ? High.CompareTo(other.High) : order;
        }
    }
}
