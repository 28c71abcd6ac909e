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

    private const int OwnedPart = -1;
    private const int TagPart = -2;
    private const int ResidualPart = -3;

    private readonly Slot[] _slots;

    /// <summary>
    /// Each part begins with what it is, in the upper half, and a number, in the lower. A value: its place, how many intervals,
    /// then the first and last key accepted of each. A choice of owned offerings: −1, how many, then their symbols. A tag that must
    /// be there: −2, its symbol. Residual conditions: −3, their place.
    /// </summary>
    private readonly long[] _parts;
    private readonly ResidualCondition[][] _residuals;

    private SlotChecks(Slot[] slots, long[] parts, ResidualCondition[][] residuals)
    {
        _slots = slots;
        _parts = parts;
        _residuals = residuals;
    }

    /// <summary>Leaves the rules of the survivors that hold in <see cref="MatchScratch.Found"/>.</summary>
    public void FindRules(IExpressionScope scope, MatchScratch scratch)
    {
        scratch.ReserveTests();
        var survivors = scratch.Survivors.AsSpan(0, scratch.SurvivorCount);
        var tests = scratch.Tests.AsSpan(0, survivors.Length);
        var first = scratch.FirstParts.AsSpan(0, survivors.Length);

        // Short loops without a test, so that the processor fetches all of them side by side before it needs the first.
        for (var i = 0; i < survivors.Length; i++)
        {
            tests[i] = _slots[survivors[i]];
        }

        for (var i = 0; i < tests.Length; i++)
        {
            first[i] = _parts[tests[i].Start];
        }

        for (var i = 0; i < tests.Length; i++)
        {
            if (tests[i].Start == tests[i].End || Holds(tests[i], first[i], scope, scratch))
            {
                scratch.AddFound(tests[i].Rule);
            }
        }
    }

    private bool Holds(in Slot slot, long part, IExpressionScope scope, MatchScratch scratch)
    {
        for (var at = slot.Start; ; part = _parts[at])
        {
            var (kind, count) = ((int)(part >> 32), (int)part);
            at++;
            if (kind >= 0)
            {
                if (!IsInOneOf(scratch.Keys[kind], _parts.AsSpan(at, count * 2)))
                {
                    return false;
                }

                at += count * 2;
            }
            else if (!Holds(kind, count, ref at, scope, scratch))
            {
                return false;
            }

            if (at == slot.End)
            {
                return true;
            }
        }
    }

    private bool Holds(int kind, int count, ref int at, IExpressionScope scope, MatchScratch scratch)
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
    internal readonly record struct Slot(int Rule, int Start, int End);

    /// <summary>Gathers the parts slot by slot.</summary>
    public sealed class Builder
    {
        private readonly List<Slot> _slots = [];
        private readonly List<long> _parts = [];
        private readonly List<ResidualCondition[]> _residuals = [];
        private int _start;

        public void AddValue(int value, ValueSet set)
        {
            AddPart(value, set.IntervalCount);
            for (var i = 0; i < set.IntervalCount; i++)
            {
                var (first, last) = set.IntervalAt(i);
                _parts.Add(first);
                _parts.Add(last);
            }
        }

        public void AddAnyOwned(int[] symbols)
        {
            AddPart(OwnedPart, symbols.Length);
            _parts.AddRange(symbols.Select(symbol => (long)symbol));
        }

        public void AddTag(int symbol) => AddPart(TagPart, symbol);

        public void CloseSlot(int rule, IReadOnlyList<ResidualCondition> residuals)
        {
            if (residuals.Count > 0)
            {
                AddPart(ResidualPart, _residuals.Count);
                _residuals.Add([.. residuals]);
            }

            _slots.Add(new Slot(rule, _start, _parts.Count));
            _start = _parts.Count;
        }

        /// <remarks>The part behind the last is there so that the first part of a slot without any can be fetched as well.</remarks>
        public SlotChecks Build() => new([.. _slots], [.. _parts, 0], [.. _residuals]);

        private void AddPart(int kind, int count) => _parts.Add(((long)kind << 32) | (uint)count);
    }
}
