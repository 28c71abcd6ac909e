using Octant.Engine.Expressions;

namespace Octant.Engine.Matching;

/// <summary>
/// What is left to be tested of a slot whose bit survived: numbers in one array, because survivors lie anywhere among all slots
/// and each step to other memory costs more than the test itself. Immutable.
/// </summary>
internal sealed class SlotChecks
{
    /// <summary>The key of a value that is not there: its bitmap has said all.</summary>
    public const long Missing = long.MinValue;

    private const long OwnedPart = -1;
    private const long TagPart = -2;
    private const long ResidualPart = -3;

    private readonly Slot[] _slots;

    /// <summary>
    /// A value: <c>its number, n</c>, then n times the first and last key accepted. A choice of owned offerings:
    /// <c>−1, n</c>, then n symbols. A tag that must be there: <c>−2, its symbol</c>. Residual conditions: <c>−3, their place</c>.
    /// </summary>
    private readonly long[] _parts;
    private readonly ResidualCondition[][] _residuals;

    private SlotChecks(Slot[] slots, long[] parts, ResidualCondition[][] residuals)
    {
        _slots = slots;
        _parts = parts;
        _residuals = residuals;
    }

    /// <summary>The rule of the slot if the slot holds, −1 if it does not.</summary>
    public int RuleOf(int slot, IExpressionScope scope, MatchScratch scratch)
    {
        var (rule, start, end) = _slots[slot];
        for (var at = start; at < end;)
        {
            var kind = _parts[at];
            var count = (int)_parts[at + 1];
            at += 2;
            if (kind >= 0)
            {
                if (!IsInOneOf(scratch.Keys[kind], _parts.AsSpan(at, count * 2)))
                {
                    return -1;
                }

                at += count * 2;
            }
            else if (!Holds(kind, count, ref at, scope, scratch))
            {
                return -1;
            }
        }

        return rule;
    }

    private bool Holds(long kind, int count, ref int at, IExpressionScope scope, MatchScratch scratch)
    {
        switch (kind)
        {
            case TagPart:
                return scope.Profile.HasTag(count);
            case OwnedPart:
                var choice = _parts.AsSpan(at, count);
                at += count;
                foreach (var symbol in scratch.Owned.AsSpan(0, scratch.OwnedCount))
                {
                    if (choice.Contains(symbol))
                    {
                        return true;
                    }
                }

                return false;
            default:
                foreach (var residual in _residuals[count])
                {
                    if (!residual.Holds(scope, scratch.Locals))
                    {
                        return false;
                    }
                }

                return true;
        }
    }

    private static bool IsInOneOf(long key, ReadOnlySpan<long> ranges)
    {
        if (key == Missing)
        {
            return true;
        }

        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (key >= ranges[i] && key <= ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Start">Where its parts begin.</param>
    /// <param name="End">Where they end; equal to start when nothing is left to be tested.</param>
    private readonly record struct Slot(int Rule, int Start, int End);

    /// <summary>Gathers the parts slot by slot.</summary>
    public sealed class Builder
    {
        private readonly List<Slot> _slots = [];
        private readonly List<long> _parts = [];
        private readonly List<ResidualCondition[]> _residuals = [];
        private int _start;

        public void AddValue(int value, ValueSet set)
        {
            _parts.Add(value);
            _parts.Add(set.IntervalCount);
            for (var i = 0; i < set.IntervalCount; i++)
            {
                var (first, last) = set.IntervalAt(i);
                _parts.Add(first);
                _parts.Add(last);
            }
        }

        public void AddAnyOwned(int[] symbols)
        {
            _parts.Add(OwnedPart);
            _parts.Add(symbols.Length);
            _parts.AddRange(symbols.Select(symbol => (long)symbol));
        }

        public void AddTag(int symbol)
        {
            _parts.Add(TagPart);
            _parts.Add(symbol);
        }

        public void CloseSlot(int rule, IReadOnlyList<ResidualCondition> residuals)
        {
            if (residuals.Count > 0)
            {
                _parts.Add(ResidualPart);
                _parts.Add(_residuals.Count);
                _residuals.Add([.. residuals]);
            }

            _slots.Add(new Slot(rule, _start, _parts.Count));
            _start = _parts.Count;
        }

        public SlotChecks Build() => new([.. _slots], [.. _parts], [.. _residuals]);
    }
}
