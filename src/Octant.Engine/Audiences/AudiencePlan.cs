using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Expressions.Checking;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// Turns a typed tree into clauses for one query: what is the same for every customer is computed once, comparisons of an
/// attribute with such a value become ranges, conditions on one category become tables over its words, and what is left is
/// computed row by row.
/// </summary>
internal sealed class AudiencePlan
{
    /// <summary>Values a batch may hold at most by estimate, so that nested macros stay within memory.</summary>
    private const double BatchValues = 1_000_000;

    private readonly BlockScan _scan;

    private AudiencePlan(BlockScan scan) => _scan = scan;

    public static Clause Of(ExpressionNode tree, BlockScan scan) => new AudiencePlan(scan).Clause(tree);

    private Clause Clause(ExpressionNode node)
    {
        switch (node)
        {
            case LogicNode { IsAnd: true } logic:
                return All(logic.Terms.Select(Clause));
            case LogicNode logic:
                return Any(logic.Terms.Select(Clause));
            case NotNode not:
                return new NotClause(Clause(not.Operand));
        }

        if (ConstantParts.IsSameForAll(node))
        {
            return new ConstantClause(Once(node).TruthAt(0));
        }

        return node switch
        {
            AttributeNode flag => new FlagClause(flag.Attribute.Id),
            HasNode { Target: AttributeNode attribute } => new HasClause(attribute.Attribute.Id),
            HasNode { Target: TagsNode } => new ConstantClause(Truth.True),
            OwnsNode owns => new InRowSetsClause([], [owns.OfferingId]),
            ContactedNode contacted => new ContactedClause(contacted.CampaignOrOfferingId, contacted.Window),
            InNode { List: TagsNode } tagged when ConstantParts.IsSameForAll(tagged.Item) => Tag(tagged.Item),
            InNode { Item: AttributeNode { Type.Kind: ExpressionKind.Double } number } membership
                when ConstantParts.IsSameForAll(membership.List) => NumberIn(number, membership),
            InNode { Item: AttributeNode { Type.Kind: ExpressionKind.String } category } membership
                when ConstantParts.IsSameForAll(membership.List) => CategoryIn(category, membership),
            CompareNode compare => Compare(compare),
            MacroNode { Macro: ListMacro.Exists, Range: TagsNode } macro when ConstantParts.OnlyVariable(macro) => new AnyTagClause(macro),
            _ => OneCategory(node) ?? Computed(node),
        };
    }

    /// <summary>Ranges of one attribute become one range, so that its column is read once.</summary>
    private static AllClause All(IEnumerable<Clause> terms)
    {
        var fused = new List<Clause>();
        foreach (var term in terms)
        {
            var at = fused.FindIndex(other => (other, term) is
                (NumberRangeClause { AttributeId: var number }, NumberRangeClause { AttributeId: var sameNumber }) && number == sameNumber
                || (other, term) is (DateRangeClause { AttributeId: var date }, DateRangeClause { AttributeId: var sameDate }) && date == sameDate);
            if (at < 0)
            {
                fused.Add(term);
                continue;
            }

            fused[at] = (fused[at], term) switch
            {
                (NumberRangeClause left, NumberRangeClause right) => left.And(right),
                (DateRangeClause left, DateRangeClause right) => left.And(right),
                _ => throw new InvalidOperationException("Only ranges are fused."),
            };
        }

        return new AllClause(fused);
    }

    /// <summary>Tags and offerings, which are never unknown, are joined before anything else is asked.</summary>
    private static Clause Any(IEnumerable<Clause> terms)
    {
        var others = new List<Clause>();
        var tags = new List<int>();
        var offerings = new List<string>();
        foreach (var term in terms)
        {
            if (term is InRowSetsClause sets)
            {
                tags.AddRange(sets.Tags);
                offerings.AddRange(sets.Offerings);
            }
            else
            {
                others.Add(term);
            }
        }

        if (tags.Count + offerings.Count > 0)
        {
            others.Insert(0, new InRowSetsClause([.. tags], [.. offerings]));
        }

        return others is [var only] ? only : new NotClause(new AllClause(others.Select(term => new NotClause(term))));
    }

    /// <summary>The value of a part that is the same for every customer.</summary>
    private ColumnVector Once(ExpressionNode node) => ColumnEvaluator.Evaluate(node, new RowBatch(_scan, [0]));

    private static ConstantClause Undecided(ColumnVector value) =>
        new(value.States[0] == ValueState.Unknown ? Truth.Unknown : Truth.Error);

    private Clause Tag(ExpressionNode item)
    {
        var value = Once(item);
        return value.States[0] != ValueState.Known ? Undecided(value)
            : Symbols.TryFind(value.Texts[0], out var symbol) ? new InRowSetsClause([symbol], [])
            : new ConstantClause(Truth.False);
    }

    private Clause NumberIn(AttributeNode number, InNode membership)
    {
        var value = Once(membership.List);
        if (value.States[0] != ValueState.Known || value.Lengths[0] > 16)
        {
            return Computed(membership);
        }

        return new NumberInClause(
            number.Attribute.Id,
            [.. Enumerable.Range(value.Starts[0], value.Lengths[0]).Select(value.Elements.NumberAt).Where(element => !double.IsNaN(element)).Distinct()]);
    }

    private Clause CategoryIn(AttributeNode category, InNode membership)
    {
        var value = Once(membership.List);
        if (value.States[0] != ValueState.Known)
        {
            return OneCategory(membership) ?? Computed(membership);
        }

        // Codes are looked up by symbol; a word nobody ever had has none.
        var wanted = new HashSet<int>();
        for (var i = 0; i < value.Lengths[0]; i++)
        {
            if (Symbols.TryFind(value.Elements.Texts[value.Starts[0] + i], out var symbol))
            {
                wanted.Add(symbol);
            }
        }

        var codes = _scan.Snapshot.Codes(category.Attribute.Id);
        var byCode = new Truth[codes?.Count ?? 0];
        for (var code = 0; code < byCode.Length; code++)
        {
            byCode[code] = wanted.Contains(codes!.SymbolOf(code)) ? Truth.True : Truth.False;
        }

        return new CategoryClause(category.Attribute.Id, byCode);
    }

    private Clause Compare(CompareNode compare)
    {
        var (attribute, other, comparison) = (compare.Left, compare.Right) switch
        {
            (AttributeNode left, var right) when ConstantParts.IsSameForAll(right) => (left, right, compare.Comparison),
            (var left, AttributeNode right) when ConstantParts.IsSameForAll(left) => (right, left, Mirrored(compare.Comparison)),
            _ => (null, compare.Right, compare.Comparison),
        };
        if (attribute is not null && attribute.Type.Kind is ExpressionKind.Double or ExpressionKind.Timestamp)
        {
            var value = Once(other);
            if (value.States[0] == ValueState.Known)
            {
                return attribute!.Type.Kind == ExpressionKind.Double
                    ? NumberRange(attribute.Attribute.Id, comparison, value.NumberAt(0))
                    : DateRange(attribute.Attribute.Id, comparison, value.Bits[0]);
            }
        }

        return OneCategory(compare) ?? Computed(compare);
    }

    private static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    private static Clause NumberRange(int id, Comparison comparison, double bound)
    {
        if (comparison == Comparison.NotEqual)
        {
            // NaN is unequal to everything: also as a negation, since it is in no range.
            return new NotClause(NumberRange(id, Comparison.Equal, bound));
        }

        var (low, high) = comparison switch
        {
            _ when double.IsNaN(bound) => (1.0, 0.0),
            Comparison.Equal => (bound, bound),
            Comparison.Less => double.IsNegativeInfinity(bound) ? (1.0, 0.0) : (double.NegativeInfinity, double.BitDecrement(bound)),
            Comparison.LessOrEqual => (double.NegativeInfinity, bound),
            Comparison.Greater => double.IsPositiveInfinity(bound) ? (1.0, 0.0) : (double.BitIncrement(bound), double.PositiveInfinity),
            _ => (bound, double.PositiveInfinity),
        };
        return new NumberRangeClause(id, low, high);
    }

    private static Clause DateRange(int id, Comparison comparison, long bound)
    {
        if (comparison == Comparison.NotEqual)
        {
            return new NotClause(DateRange(id, Comparison.Equal, bound));
        }

        var (first, last) = (Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds);
        return comparison switch
        {
            Comparison.Equal => new DateRangeClause(id, bound, bound),
            Comparison.Less => new DateRangeClause(id, first, bound - 1),
            Comparison.LessOrEqual => new DateRangeClause(id, first, bound),
            Comparison.Greater => new DateRangeClause(id, bound + 1, last),
            _ => new DateRangeClause(id, bound, last),
        };
    }

    /// <summary>A table over the words of the one category the condition depends on; null when it depends on anything else.</summary>
    private Clause? OneCategory(ExpressionNode node)
    {
        if (ConstantParts.OnlyCategory(node) is not { } attributeId)
        {
            return null;
        }

        var codes = _scan.Snapshot.Codes(attributeId);
        var byCode = new Truth[codes?.Count ?? 0];
        var step = BatchRows(node);
        for (var start = 0; start < byCode.Length; start += step)
        {
            var count = Math.Min(step, byCode.Length - start);
            var texts = Enumerable.Range(start, count).Select(code => Symbols.TextOf(codes!.SymbolOf(code))).ToArray();
            var values = ColumnEvaluator.Evaluate(node, new RowBatch(_scan, new int[count]) { Category = texts });
            for (var i = 0; i < count; i++)
            {
                byCode[start + i] = values.TruthAt(i);
            }
        }

        return new CategoryClause(attributeId, byCode);
    }

    private static int BatchRows(ExpressionNode node) => (int)Math.Clamp(BatchValues / CostEstimate.Of(node).Steps, 1, 1_024);

    private static Clause Computed(ExpressionNode node) => new ComputedClause(node, BatchRows(node));
}
