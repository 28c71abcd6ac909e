using System.Collections.Frozen;

namespace Octant.Engine.Decisions;

/// <summary>Tells which parts of a strategy are those of the one before, so that they need not be made again.</summary>
public static class SharedParts
{
    /// <summary>Whether two lists hold the same things. A false no costs time, never correctness.</summary>
    public static bool AreSame<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
        where T : class
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!left[i].Equals(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many stand unmoved at either end of two lists, told without looking into them; together no more than the shorter has.</summary>
    public static (int First, int Last) Ends<T>(IReadOnlyList<T> before, IReadOnlyList<T> after)
        where T : class
    {
        var least = Math.Min(before.Count, after.Count);
        var first = 0;
        while (first < least && ReferenceEquals(before[first], after[first]))
        {
            first++;
        }

        var last = 0;
        while (last < least - first && ReferenceEquals(before[before.Count - 1 - last], after[after.Count - 1 - last]))
        {
            last++;
        }

        return (first, last);
    }

    public static FrozenDictionary<string, T> Lookup<T>(
        IReadOnlyList<T>? before, IReadOnlyList<T> now, FrozenDictionary<string, T>? known, Func<T, string> keyOf)
        where T : class =>
        before is not null && known is not null && AreSame(before, now) ? known : now.ToFrozenDictionary(keyOf, StringComparer.Ordinal);
}
