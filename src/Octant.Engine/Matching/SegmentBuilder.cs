using System.Runtime.Intrinsics;

namespace Octant.Engine.Matching;

/// <summary>Lays the slots of some rules out as bitmaps.</summary>
internal sealed class SegmentBuilder
{
    /// <summary>
    /// Numbers and dates get so many bitmaps at most. Finer ones leave fewer slots to be checked and need more of the cache; measured
    /// in docs/decisions/0010.
    /// </summary>
    private const int MostRowsPerValue = 24;

    /// <summary>The tags that most slots ask for are grouped; the others are rare among rules as among customers.</summary>
    private const int MostGroupedTags = 64;

    private readonly IReadOnlyList<RuleSlot> _slots;
    private readonly int[] _ruleOfSlot;
    private readonly int _words;
    private readonly SlotChecks.Builder _checks = new();
    private readonly ValueDimension[] _values;

    /// <summary>For each value, the slots that ask for it and what they accept, in order of slots.</summary>
    private readonly (int Slot, ValueSet Set)[][] _asked;
    private readonly int[] _groupedTags;
    private int _rowCount;

    private SegmentBuilder(IReadOnlyList<RuleSlot> slots, int[] ruleOfSlot)
    {
        _slots = slots;
        _ruleOfSlot = ruleOfSlot;
        var step = RuleSegment.WordsPerStep * 64;
        _words = (slots.Count + step - 1) / step * RuleSegment.WordsPerStep;
        var asked = slots
            .SelectMany((slot, number) => slot.Values.Select(pair => (Name: pair.Key, Slot: number, Set: pair.Value)))
            .GroupBy(value => value.Name, value => (value.Slot, value.Set))
            .OrderBy(group => group.Key.Source).ThenBy(group => group.Key.Kind).ThenBy(group => group.Key.AttributeId)
            .ToList();
        _asked = [.. asked.Select(group => group.ToArray())];
        _values = [.. asked.Select((group, at) => ValueDimension.Of(group.Key, Array.ConvertAll(_asked[at], pair => pair.Set), MostRowsPerValue))];
        _groupedTags =
        [
            .. slots.SelectMany(slot => slot.Tags.Keys).GroupBy(symbol => symbol)
                .OrderByDescending(group => group.Count()).Take(MostGroupedTags).Select(group => group.Key),
        ];
    }

    /// <param name="rules">The slots of each rule, in the order in which matches are to be given.</param>
    public static RuleSegment Build(IReadOnlyList<IReadOnlyList<RuleSlot>> rules)
    {
        var slots = new List<RuleSlot>();
        var ruleOfSlot = new List<int>();
        for (var rule = 0; rule < rules.Count; rule++)
        {
            slots.AddRange(rules[rule]);
            ruleOfSlot.AddRange(Enumerable.Repeat(rule, rules[rule].Count));
        }

        return new SegmentBuilder(slots, [.. ruleOfSlot]).Build(rules.Count);
    }

    private RuleSegment Build(int ruleCount)
    {
        foreach (var value in _values)
        {
            value.Offset = Take(value.RowCount);
        }

        var groups = (_groupedTags.Length + RuleSegment.TagsPerGroup - 1) / RuleSegment.TagsPerGroup;
        var tagOffset = Take(groups << RuleSegment.TagsPerGroup);
        var grouped = _groupedTags.ToHashSet();
        var rareTags = new MembershipRows(
            slot => [.. slot.Tags.Where(tag => tag.Value && !grouped.Contains(tag.Key)).Select(tag => tag.Key).Take(1)],
            slot => slot.Tags.Where(tag => !tag.Value && !grouped.Contains(tag.Key)).Select(tag => tag.Key));
        var offerings = new MembershipRows(slot => slot.AnyOwned.MinBy(choice => choice.Length) ?? [], slot => slot.NoneOwned);
        var rareTagRows = rareTags.LayOut(_slots, Take);
        var offeringRows = offerings.LayOut(_slots, Take);
        var bits = new AlignedWords(_rowCount * _words);
        FillValues(bits);
        FillTags(bits, groups, tagOffset);
        rareTags.Fill(bits, _words, _slots, rareTagRows);
        offerings.Fill(bits, _words, _slots, offeringRows);
        AddChecks(grouped);
        return new RuleSegment
        {
            RuleCount = ruleCount,
            Words = _words,
            Bits = bits,
            Values = _values,
            GroupedTags = new SymbolTable(_groupedTags),
            TagGroupCount = groups,
            TagGroupOffset = tagOffset,
            RareTags = rareTagRows,
            Offerings = offeringRows,
            RuleOfSlot = _ruleOfSlot,
            Checks = _checks.Build(),
        };
    }

    private int Take(int rows)
    {
        var offset = _rowCount * _words;
        _rowCount += rows;
        return offset;
    }

    private static void Set(Span<ulong> row, int slot) => row[slot >> 6] |= 1UL << (slot & 63);

    private static void Unset(Span<ulong> row, int slot) => row[slot >> 6] &= ~(1UL << (slot & 63));

    private void FillValues(AlignedWords bits)
    {
        var free = new ulong[_words];
        for (var i = 0; i < _values.Length; i++)
        {
            var value = _values[i];
            Array.Fill(free, ulong.MaxValue);
            foreach (var (slot, _) in _asked[i])
            {
                Unset(free, slot);
            }

            for (var row = 0; row < value.RowCount; row++)
            {
                free.CopyTo(bits.AsSpan(value.Offset + (row * _words), _words));
            }

            foreach (var (slot, set) in _asked[i])
            {
                value.ForEachRow(set, row => Set(bits.AsSpan(value.Offset + (row * _words), _words), slot));
            }
        }
    }

    /// <summary>A group's bitmap is the conjunction of its tags' bitmaps, each for present or absent.</summary>
    private void FillTags(AlignedWords bits, int groups, int offset)
    {
        var places = groups * RuleSegment.TagsPerGroup;
        var (present, absent) = (Rows(places), Rows(places));
        var placeOf = _groupedTags.Select((symbol, place) => (symbol, place)).ToDictionary(tag => tag.symbol, tag => tag.place);
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            foreach (var (symbol, wanted) in _slots[slot].Tags)
            {
                if (placeOf.TryGetValue(symbol, out var place))
                {
                    Unset((wanted ? absent : present)[place], slot);
                }
            }
        }

        for (var group = 0; group < groups; group++)
        {
            var first = group * RuleSegment.TagsPerGroup;
            for (var mask = 0; mask < 1 << RuleSegment.TagsPerGroup; mask++)
            {
                var row = bits.AsSpan(offset + (((group << RuleSegment.TagsPerGroup) + mask) * _words), _words);
                for (var word = 0; word < _words; word += RuleSegment.WordsPerStep)
                {
                    var all = Vector512<ulong>.AllBitsSet;
                    for (var i = 0; i < RuleSegment.TagsPerGroup; i++)
                    {
                        all &= Vector512.Create(((mask & (1 << i)) != 0 ? present : absent)[first + i].AsSpan(word));
                    }

                    all.CopyTo(row[word..]);
                }
            }
        }

        // Of every slot, where no tag asks for anything.
        ulong[][] Rows(int count)
        {
            var rows = new ulong[count][];
            for (var i = 0; i < count; i++)
            {
                rows[i] = new ulong[_words];
                Array.Fill(rows[i], ulong.MaxValue);
            }

            return rows;
        }
    }

    private void AddChecks(HashSet<int> grouped)
    {
        var inexact = InexactValues();
        for (var number = 0; number < _slots.Count; number++)
        {
            var slot = _slots[number];
            foreach (var (value, set) in inexact[number] ?? [])
            {
                _checks.AddValue(value, set);
            }

            foreach (var (symbol, _) in slot.Tags.Where(tag => tag.Value && !grouped.Contains(tag.Key)).Skip(1))
            {
                _checks.AddTag(symbol);
            }

            var indexed = slot.AnyOwned.MinBy(choice => choice.Length);
            foreach (var choice in slot.AnyOwned.Where(choice => choice != indexed))
            {
                _checks.AddAnyOwned(choice);
            }

            _checks.CloseSlot(_ruleOfSlot[number], slot.Residuals);
        }
    }

    /// <summary>By slot, the places of the values whose rows do not say exactly what it accepts; null for none.</summary>
    private List<(int Value, ValueSet Set)>?[] InexactValues()
    {
        var inexact = new List<(int Value, ValueSet Set)>?[_slots.Count];
        for (var i = 0; i < _values.Length; i++)
        {
            foreach (var (slot, set) in _asked[i])
            {
                if (!_values[i].IsExact(set))
                {
                    (inexact[slot] ??= []).Add((i, set));
                }
            }
        }

        return inexact;
    }

    /// <summary>Lays out one <see cref="Membership"/>: what slots choose from, and what they forbid.</summary>
    private sealed class MembershipRows(Func<RuleSlot, IReadOnlyList<int>> choiceOf, Func<RuleSlot, IEnumerable<int>> forbiddenBy)
    {
        private const int NoRow = -1;

        public Membership LayOut(IReadOnlyList<RuleSlot> slots, Func<int, int> take)
        {
            var chosen = slots.SelectMany(choiceOf).ToHashSet();
            var forbidden = slots.SelectMany(forbiddenBy).ToHashSet();
            int[] members = [.. chosen.Union(forbidden)];
            return new Membership(
                new SymbolTable(members),
                chosen.Count > 0 ? take(1) : NoRow,
                [.. members.Select(member => chosen.Contains(member) ? take(1) : NoRow)],
                [.. members.Select(member => forbidden.Contains(member) ? take(1) : NoRow)]);
        }

        public void Fill(AlignedWords bits, int words, IReadOnlyList<RuleSlot> slots, Membership rows)
        {
            foreach (var offset in rows.Allowed.Append(rows.WithoutChoice).Where(offset => offset != NoRow))
            {
                bits.AsSpan(offset, words).Fill(ulong.MaxValue);
            }

            for (var slot = 0; slot < slots.Count; slot++)
            {
                foreach (var symbol in choiceOf(slots[slot]))
                {
                    Set(bits.AsSpan(rows.Choice[rows.Members.Find(symbol)], words), slot);
                    Unset(bits.AsSpan(rows.WithoutChoice, words), slot);
                }

                foreach (var symbol in forbiddenBy(slots[slot]))
                {
                    Unset(bits.AsSpan(rows.Allowed[rows.Members.Find(symbol)], words), slot);
                }
            }
        }
    }
}
