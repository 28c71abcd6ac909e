using System.Collections.Frozen;

namespace Octant.Engine.Decisions;

/// <summary>Tells which parts of a strategy are those of the one before, so that they need not be made again.</summary>
internal static class SharedParts
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

    public static FrozenDictionary<string, T> Lookup<T>(
        IReadOnlyList<T>? before, IReadOnlyList<T> now, FrozenDictionary<string, T>? known, Func<T, string> keyOf)
        where T : class =>
        before is not null && known is not null && AreSame(before, now) ? known : now.ToFrozenDictionary(keyOf, StringComparer.Ordinal);
}
