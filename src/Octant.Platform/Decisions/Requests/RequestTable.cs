using System.Numerics;
using Octant.Engine.Calendar;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// Request ids with the partitions they belong to, each until an instant: a table with open addressing, in which what has ended counts as
/// absent and gives its slot to whatever comes next.
/// </summary>
internal sealed class RequestTable
{
    private const int LeastSlots = 16;

    private Slot[] _slots = new Slot[LeastSlots];

    /// <summary>Slots that were ever filled.</summary>
    private int _used;

    /// <summary>Remembers an id that is not there.</summary>
    /// <returns>The partition the id belongs to: the one it was entered with first.</returns>
    public int Enter(UInt128 id, int partition, Instant until, Instant now)
    {
        if (_used >= _slots.Length / 4 * 3)
        {
            Grow(now);
        }

        var entered = new Slot((ulong)id, (uint)(id >> 64), partition, until);
        ref var slot = ref Find(entered, now);
        if (slot.Until > now)
        {
            return slot.Partition;
        }

        _used += slot.IsNew ? 1 : 0;
        slot = entered;
        return partition;
    }

    /// <summary>The slot of the same id, or one to put it into. An id is a hash, so its bits are spread well enough.</summary>
    private ref Slot Find(in Slot wanted, Instant now)
    {
        var mask = _slots.Length - 1;
        var free = -1;
        for (var at = (int)wanted.Low & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (slot.Until <= now)
            {
                free = free < 0 ? at : free;
                if (slot.IsNew)
                {
                    return ref _slots[free];
                }
            }
            else if (slot.Low == wanted.Low && slot.High == wanted.High)
            {
                return ref slot;
            }
        }
    }

    /// <summary>To twice of what has not ended.</summary>
    private void Grow(Instant now)
    {
        var before = _slots;
        _used = before.Count(slot => slot.Until > now);
        _slots = new Slot[Math.Max(LeastSlots, (int)BitOperations.RoundUpToPowerOf2((uint)_used * 2))];
        foreach (var slot in before)
        {
            if (slot.Until > now)
            {
                Find(slot, now) = slot;
            }
        }
    }

    /// <param name="Low">64 bits of the id.</param>
    /// <param name="High">32 more, which tells ids apart for good: two of a billion agree by chance in one of 10¹¹ such tables.</param>
    private readonly record struct Slot(ulong Low, uint High, int Partition, Instant Until)
    {
        public bool IsNew => Until == default;
    }
}
