namespace Octant.Engine.Decisions;

/// <summary>Arrays in ordinal order of id, of which a change copies what stands in stretches and looks into nothing but what it is about.</summary>
public static class OrderedById
{
    /// <summary>Where the id stands or would stand, from a place on.</summary>
    public static int PlaceOf<T>(ReadOnlySpan<T> ordered, string id, Func<T, string> idOf, int from = 0)
    {
        var end = ordered.Length;
        while (from < end)
        {
            var middle = (from + end) / 2;
            (from, end) = string.CompareOrdinal(idOf(ordered[middle]), id) < 0 ? (middle + 1, end) : (from, middle);
        }

        return from;
    }

    /// <summary>The one of this id; null when it is not among them.</summary>
    public static T? Find<T>(ReadOnlySpan<T> ordered, string id, Func<T, string> idOf)
        where T : class
    {
        var place = PlaceOf(ordered, id, idOf);
        return place < ordered.Length && string.Equals(idOf(ordered[place]), id, StringComparison.Ordinal) ? ordered[place] : null;
    }

    /// <summary>A new array after a change.</summary>
    /// <param name="changes">In ordinal order of id: what stands under it from now on, null for nothing.</param>
    public static T[] After<T>(ReadOnlySpan<T> ordered, SortedList<string, T?> changes, Func<T, string> idOf)
        where T : class
    {
        var after = new List<T>(ordered.Length + changes.Count);
        var from = 0;
        foreach (var (id, now) in changes)
        {
            var place = PlaceOf(ordered, id, idOf, from);
            after.AddRange(ordered[from..place]);
            from = place < ordered.Length && string.Equals(idOf(ordered[place]), id, StringComparison.Ordinal) ? place + 1 : place;
            if (now is not null)
            {
                after.Add(now);
            }
        }

        after.AddRange(ordered[from..]);
        return [.. after];
    }
}
