using System.Collections;
using System.Runtime.CompilerServices;

namespace Octant.Engine.Partitions;

/// <summary>
/// A list of a few things a customer has, in the 8 bytes of a reference while it is empty and exactly as long as it is filled.
/// Made for tens of millions of lists that are mostly empty and seldom change. To be held in one place: a copy of it and the
/// list do not see each other's changes.
/// </summary>
[CollectionBuilder(typeof(CompactList), nameof(CompactList.Of))]
public struct CompactList<T> : IReadOnlyList<T>
{
    private T[]? _items;

    internal CompactList(ReadOnlySpan<T> items) => _items = items.Length == 0 ? null : items.ToArray();

    public readonly int Count => _items?.Length ?? 0;

    public readonly T this[int index]
    {
        get => _items is { } items ? items[index] : throw new ArgumentOutOfRangeException(nameof(index));
        set => (_items ?? throw new ArgumentOutOfRangeException(nameof(index)))[index] = value;
    }

    public readonly ReadOnlySpan<T> AsSpan() => _items;

    public void Add(T item)
    {
        var count = Count;
        Array.Resize(ref _items, count + 1);
        _items[count] = item;
    }

    public void AddRange(IEnumerable<T> items) => this = new CompactList<T>([.. AsSpan(), .. items]);

    public void Clear() => _items = null;

    public void RemoveAt(int index)
    {
        var items = AsSpan();
        this = new CompactList<T>([.. items[..index], .. items[(index + 1)..]]);
    }

    public void RemoveAll(Predicate<T> match)
    {
        if (Exists(match))
        {
            this = new CompactList<T>(Array.FindAll(_items!, item => !match(item)));
        }
    }

    public readonly int FindIndex(Predicate<T> match) => _items is null ? -1 : Array.FindIndex(_items, match);

    public readonly bool Exists(Predicate<T> match) => FindIndex(match) >= 0;

    public readonly ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    readonly IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();
}

/// <summary>Makes lists from collection expressions.</summary>
public static class CompactList
{
    public static CompactList<T> Of<T>(ReadOnlySpan<T> items) => new(items);
}
