using Octant.Engine.Expressions;

namespace Octant.Engine.Behaviour;

/// <summary>
/// A number of events of which perhaps not all are known: at least <paramref name="Seen"/>, and exactly that when
/// <paramref name="Whole"/>.
/// </summary>
public readonly record struct CountRange(long Seen, bool Whole)
{
    /// <summary>The comparison as far as the ranges decide it.</summary>
    internal static Truth Compare(Comparison comparison, CountRange left, CountRange right)
    {
        switch (comparison)
        {
            case Comparison.Greater:
                return Compare(Comparison.Less, right, left);
            case Comparison.GreaterOrEqual:
                return Compare(Comparison.LessOrEqual, right, left);
            case Comparison.Less:
                return left.Whole && left.Seen < right.Seen ? Truth.True : right.Whole && left.Seen >= right.Seen ? Truth.False : Truth.Unknown;
            case Comparison.LessOrEqual:
                return left.Whole && left.Seen <= right.Seen ? Truth.True : right.Whole && left.Seen > right.Seen ? Truth.False : Truth.Unknown;
        }

        var (same, other) = comparison == Comparison.Equal ? (Truth.True, Truth.False) : (Truth.False, Truth.True);
        if (left.Whole && right.Whole)
        {
            return left.Seen == right.Seen ? same : other;
        }

        return (left.Whole && left.Seen < right.Seen) || (right.Whole && right.Seen < left.Seen) ? other : Truth.Unknown;
    }
}
