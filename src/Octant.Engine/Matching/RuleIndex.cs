using Octant.Engine.Expressions;

namespace Octant.Engine.Matching;

/// <summary>
/// Finds every rule that is true for a customer and a context without trying them one by one. Immutable: a change gives
/// another index that shares almost everything with the one before, so that decisions go on with the old one meanwhile.
/// </summary>
/// <remarks>
/// A few segments of falling size. A change takes the old rule out of its segment, by clearing its slots in that
/// segment's bitmap of live slots, and puts the new one into the smallest segment, which is built anew. A segment that has
/// outgrown its size is joined with the next larger one, so a rule is moved a few times however many follow it.
/// </remarks>
public sealed class RuleIndex<TRule>
    where TRule : IIndexedRule
{
    /// <summary>Rules in each segment but the last and largest, which takes any number. The smallest comes first.</summary>
    private static readonly int[] Sizes = [48, 768];

    private readonly Part[] _parts;

    private RuleIndex(Part[] parts) => _parts = parts;

    public static RuleIndex<TRule> Empty { get; } = new([Part.None, Part.None, Part.None]);

    /// <summary>Rules in it that can be true.</summary>
    public int Count => _parts.Sum(part => part.LiveCount);

    /// <summary>Bytes of bitmaps.</summary>
    public long Size => _parts.Sum(part => (long)part.Segment.Bits.Length * sizeof(ulong));

    /// <param name="rules">With distinct ids, in any order.</param>
    public static RuleIndex<TRule> Of(IEnumerable<TRule> rules) => new([Part.None, Part.None, Part.Of(rules)]);

    /// <summary>The index after a change. What is replaced is removed and added.</summary>
    /// <param name="removed">Ids; those the index does not hold are passed over.</param>
    /// <param name="added">Rules whose ids it does not hold, or that are removed as well.</param>
    public RuleIndex<TRule> With(IReadOnlyCollection<string> removed, IReadOnlyCollection<TRule> added)
    {
        Part[] parts = [.. _parts.Select(part => part.Without(removed))];
        IEnumerable<TRule> moving = added.Where(rule => rule.Slots.Count > 0).ToArray();
        for (var i = 0; i < parts.Length && moving.Any(); i++)
        {
            moving = [.. parts[i].LiveRules, .. moving];
            var fits = i == parts.Length - 1 || moving.Count() <= Sizes[i];
            parts[i] = fits ? Part.Of(moving) : Part.None;
            moving = fits ? [] : moving;
        }

        // When most of a segment is dead weight, the living are cheaper to search by themselves.
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].LiveCount * 2 < parts[i].Rules.Length)
            {
                parts[i] = Part.Of(parts[i].LiveRules);
            }
        }

        return new RuleIndex<TRule>(parts);
    }

    /// <summary>Appends the rules that are true, in ordinal order of id.</summary>
    /// <param name="scratch">Holds the offerings owned.</param>
    public void Match(IExpressionScope scope, MatchScratch scratch, List<RulePlace<TRule>> matches)
    {
        var first = matches.Count;
        var filled = 0;
        foreach (var part in _parts)
        {
            if (part.LiveCount == 0)
            {
                continue;
            }

            part.Segment.Match(scope, scratch, part.Alive);
            for (var i = 0; i < scratch.FoundCount; i++)
            {
                matches.Add(new RulePlace<TRule>(part.Rules, scratch.Found[i]));
            }

            filled += scratch.FoundCount > 0 ? 1 : 0;
        }

        if (filled > 1)
        {
            RuleOrder.Sort(matches, first);
        }
    }

    /// <summary>One segment with the rules it was built from, in order of id, and those of them that still count.</summary>
    private sealed record Part(RuleSegment Segment, TRule[] Rules, ulong[] Alive, int LiveCount)
    {
        public static Part None { get; } = Of([]);

        public IEnumerable<TRule> LiveRules
        {
            get
            {
                for (var slot = 0; slot < Segment.RuleOfSlot.Length; slot++)
                {
                    var isFirst = slot == 0 || Segment.RuleOfSlot[slot] != Segment.RuleOfSlot[slot - 1];
                    if (isFirst && IsAlive(slot))
                    {
                        yield return Rules[Segment.RuleOfSlot[slot]];
                    }
                }
            }
        }

        public static Part Of(IEnumerable<TRule> rules)
        {
            TRule[] ordered = [.. rules.Where(rule => rule.Slots.Count > 0).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
            var segment = SegmentBuilder.Build([.. ordered.Select(rule => rule.Slots)]);
            var alive = new ulong[segment.Words];
            for (var slot = 0; slot < segment.RuleOfSlot.Length; slot++)
            {
                alive[slot >> 6] |= 1UL << (slot & 63);
            }

            return new Part(segment, ordered, alive, ordered.Length);
        }

        public Part Without(IReadOnlyCollection<string> ids)
        {
            var alive = Alive;
            var count = LiveCount;
            foreach (var id in ids)
            {
                if (FirstSlotOf(id) is not { } first || !IsAlive(first))
                {
                    continue;
                }

                alive = ReferenceEquals(alive, Alive) ? [.. Alive] : alive;
                for (var slot = first; slot < Segment.RuleOfSlot.Length && Segment.RuleOfSlot[slot] == Segment.RuleOfSlot[first]; slot++)
                {
                    alive[slot >> 6] &= ~(1UL << (slot & 63));
                }

                count--;
            }

            return count == LiveCount ? this : this with { Alive = alive, LiveCount = count };
        }

        private bool IsAlive(int slot) => (Alive[slot >> 6] & (1UL << (slot & 63))) != 0;

        private int? FirstSlotOf(string id)
        {
            var (low, high) = (0, Rules.Length - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var order = string.CompareOrdinal(Rules[middle].Id, id);
                if (order == 0)
                {
                    var slot = Array.BinarySearch(Segment.RuleOfSlot, middle);
                    while (slot > 0 && Segment.RuleOfSlot[slot - 1] == middle)
                    {
                        slot--;
                    }

                    return slot;
                }

                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }

            return null;
        }
    }
}

internal static class RuleOrder
{
    /// <summary>Puts the rules from a place on in ordinal order of id: a few runs that are in order already, so by insertion.</summary>
    public static void Sort<TRule>(List<RulePlace<TRule>> rules, int first)
        where TRule : IIndexedRule
    {
        for (var i = first + 1; i < rules.Count; i++)
        {
            var rule = rules[i];
            var at = i;
            while (at > first && string.CompareOrdinal(rules[at - 1].Rule.Id, rule.Rule.Id) > 0)
            {
                rules[at] = rules[at - 1];
                at--;
            }

            rules[at] = rule;
        }
    }

    /// <summary>Leaves one of each; the rules are in order.</summary>
    public static void RemoveRepeated<TRule>(List<RulePlace<TRule>> rules)
        where TRule : IIndexedRule
    {
        var kept = 0;
        for (var i = 0; i < rules.Count; i++)
        {
            if (kept == 0 || !string.Equals(rules[kept - 1].Rule.Id, rules[i].Rule.Id, StringComparison.Ordinal))
            {
                rules[kept++] = rules[i];
            }
        }

        rules.RemoveRange(kept, rules.Count - kept);
    }
}
