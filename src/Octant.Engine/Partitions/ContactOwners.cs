using System.Runtime.InteropServices;

namespace Octant.Engine.Partitions;

/// <summary>Whose the contacts of the decision of this name are; in order of names.</summary>
/// <param name="IsGone">They are nobody's any more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContactOwner(long Sequence, int Index, long Key, bool IsGone = false) : IComparable<ContactOwner>
{
    public int CompareTo(ContactOwner other) =>
        Sequence.CompareTo(other.Sequence) is var order && order != 0 ? order : Index.CompareTo(other.Index);
}

/// <summary>
/// Whose the contacts of each decision are, in 24 bytes each. Decisions are made in order of their names, so they lie in that order, and one is
/// found by halving.
/// </summary>
internal sealed class ContactOwners
{
    private readonly PieceList<ContactOwner> _entries = new();

    public bool TryFind(long sequence, int index, out long key)
    {
        if (Find(sequence, index) is >= 0 and var number && !_entries[number].IsGone)
        {
            key = _entries[number].Key;
            return true;
        }

        key = 0;
        return false;
    }

    /// <summary>Of a decision that is there already, or that comes after all that are or were there.</summary>
    /// <exception cref="InvalidOperationException">It comes between others.</exception>
    public void Set(long sequence, int index, long key)
    {
        var added = new ContactOwner(sequence, index, key);
        if (_entries.Count == 0 || _entries[_entries.Next - 1].CompareTo(added) < 0)
        {
            _entries.Add(added);
            return;
        }

        var number = Find(sequence, index);
        _entries[number >= 0 ? number : throw new InvalidOperationException($"The contacts of decision {sequence}-{index} come after those of later ones.")] = added;
    }

    public void Remove(long sequence, int index)
    {
        if (Find(sequence, index) is >= 0 and var number)
        {
            _entries[number] = _entries[number] with { IsGone = true };
            while (_entries.Count > 0 && _entries[_entries.First].IsGone)
            {
                _entries.RemoveFirst();
            }
        }
    }

    /// <summary>The number of its entry, or −1.</summary>
    private long Find(long sequence, int index)
    {
        var wanted = new ContactOwner(sequence, index, Key: 0);
        var (low, high) = (_entries.First, _entries.Next);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            switch (_entries[middle].CompareTo(wanted))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle;
                    break;
            }
        }

        return -1;
    }
}
