using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// The column gear for what has no clause of its own: walks the typed tree once per batch and computes every part for all
/// rows of the batch before the next. Nothing is skipped, since nothing has an effect and errors are values; the logical operators
/// and conditionals choose afterwards.
/// </summary>
internal static partial class ColumnEvaluator
{
    public static ColumnVector Evaluate(ExpressionNode node, RowBatch batch)
    {
        switch (node)
        {
            case LiteralNode literal:
                return Literal(literal, batch.Count);
            case AttributeNode attribute:
                return Attribute(attribute, batch);
            case TagsNode:
                return Tags(batch);
            case NowNode:
                return Filled(node.Type, batch.Count, batch.Scan.Now.Microseconds);
            case LocalNode local:
                return batch.Locals[local.Slot];
            case HasNode or OwnsNode or ContactedNode:
                return Bitmap(node, batch);
            case BehaviourNode behaviour:
                return Behaviour(behaviour, batch);
            case ListNode list:
                return List(list, batch);
            case LogicNode logic:
                return Logic(logic, batch);
            case NotNode not:
                return Mapped(not, Evaluate(not.Operand, batch), static (from, to, i) => to.Bits[i] = from.Bits[i] ^ 1);
            case ConditionalNode conditional:
                return Conditional(conditional, batch);
            case CompareNode compare:
                return Compare(compare, batch);
            case NegateNode negate:
                return Negate(negate, batch);
            case ArithmeticNode arithmetic:
                return Arithmetics(arithmetic, batch);
            case InNode membership:
                return In(membership, batch);
            case IndexNode index:
                return Index(index, batch);
            case CallNode call:
                return Call(call, batch);
            case MatchesNode matches:
                return Mapped(matches, Evaluate(matches.Operand, batch), (from, to, i) => to.Bits[i] = matches.Pattern.IsMatch(from.Texts[i]) ? 1 : 0);
            case TimeFieldNode field:
                return TimeFields(field, batch);
            case MacroNode macro:
                return Macro(macro, batch);
            default:
                throw new InvalidOperationException($"The column gear has no rule for {node.GetType().Name}.");
        }
    }

    private static ColumnVector Filled(ExpressionType type, int count, long bits)
    {
        var result = new ColumnVector(type, count);
        Array.Fill(result.Bits, bits);
        return result;
    }

    private static ColumnVector Literal(LiteralNode literal, int count)
    {
        if (literal.Value is string text)
        {
            var texts = new ColumnVector(literal.Type, count);
            Array.Fill(texts.Texts, text);
            return texts;
        }

        return Filled(literal.Type, count, literal.Value switch
        {
            bool truth => truth ? 1 : 0,
            double number => BitConverter.DoubleToInt64Bits(number),
            _ => (long)literal.Value,
        });
    }

    private static ColumnVector Attribute(AttributeNode node, RowBatch batch)
    {
        var result = new ColumnVector(node.Type, batch.Count);
        if (batch.Category is not null)
        {
            batch.Category.CopyTo(result.Texts, 0);
            return result;
        }

        if (batch.Scan.Block.Column(node.Attribute.Id) is not { } column)
        {
            Array.Fill(result.States, ValueState.Unknown);
            return result;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Rows[i];
            if (!column.Has(row))
            {
                result.States[i] = ValueState.Unknown;
            }
            else if (node.Type.Kind == ExpressionKind.String)
            {
                result.Texts[i] = Symbols.TextOf((int)column.Read(row));
            }
            else
            {
                result.Bits[i] = column.Read(row);
            }
        }

        return result;
    }

    private static ColumnVector Tags(RowBatch batch)
    {
        var result = new ColumnVector(ExpressionType.ListOf(ExpressionType.String), batch.Count);
        var texts = new List<string>();
        for (var i = 0; i < batch.Count; i++)
        {
            var tags = batch.Scan.Block.TagsOf(batch.Rows[i]).Select(Symbols.TextOf).ToList();
            tags.Sort(CodePoints.Compare);
            result.Starts[i] = texts.Count;
            result.Lengths[i] = tags.Count;
            texts.AddRange(tags);
        }

        result.Elements = new ColumnVector(ExpressionType.String, texts.Count);
        texts.CopyTo(result.Elements.Texts);
        return result;
    }

    private static ColumnVector Bitmap(ExpressionNode node, RowBatch batch)
    {
        var clause = node switch
        {
            OwnsNode owns => new InRowSetsClause([], [owns.OfferingId]),
            ContactedNode contacted => new ContactedClause(contacted.CampaignOrOfferingId, contacted.Window),
            HasNode { Target: AttributeNode attribute } => (Clause)new HasClause(attribute.Attribute.Id),
            _ => new ConstantClause(Truth.True),
        };
        var found = batch.Scan.Rent();
        clause.True(batch.Scan, batch.Scan.Block.Live, found);
        var result = new ColumnVector(ExpressionType.Bool, batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            result.Bits[i] = BlockBits.Get(found, batch.Rows[i]) ? 1 : 0;
        }

        batch.Scan.Return(found);
        return result;
    }

    private static ColumnVector Logic(LogicNode logic, RowBatch batch)
    {
        var decisive = logic.IsAnd ? Truth.False : Truth.True;
        var neutral = logic.IsAnd ? Truth.True : Truth.False;
        var result = new ColumnVector(ExpressionType.Bool, batch.Count);
        Array.Fill(result.Bits, neutral == Truth.True ? 1 : 0);
        foreach (var term in logic.Terms)
        {
            var values = Evaluate(term, batch);
            for (var i = 0; i < batch.Count; i++)
            {
                result.SetTruth(i, Stronger(result.TruthAt(i), values.TruthAt(i), decisive, neutral));
            }
        }

        return result;
    }

    /// <summary>Of two truths the one that outvotes the other: decisive, unknown, error, neutral.</summary>
    private static Truth Stronger(Truth left, Truth right, Truth decisive, Truth neutral) =>
        left == decisive || right == decisive ? decisive
        : left == Truth.Unknown || right == Truth.Unknown ? Truth.Unknown
        : left == Truth.Error || right == Truth.Error ? Truth.Error
        : neutral;

    private static ColumnVector Conditional(ConditionalNode node, RowBatch batch)
    {
        var condition = Evaluate(node.Condition, batch);
        var both = ColumnVector.Join(node.Type, [Evaluate(node.Then, batch), Evaluate(node.Otherwise, batch)], out var offsets);
        var places = new int[batch.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i + (condition.TruthAt(i) == Truth.True ? 0 : offsets[1]);
        }

        var result = both.Gather(places);
        for (var i = 0; i < places.Length; i++)
        {
            if (condition.States[i] != ValueState.Known)
            {
                result.States[i] = condition.States[i];
            }
        }

        return result;
    }

    /// <summary>A strict function of one operand that cannot fail.</summary>
    private static ColumnVector Mapped(ExpressionNode node, ColumnVector operand, Action<ColumnVector, ColumnVector, int> known)
    {
        var result = new ColumnVector(node.Type, operand.Count);
        for (var i = 0; i < operand.Count; i++)
        {
            result.States[i] = operand.States[i];
            if (operand.States[i] == ValueState.Known)
            {
                known(operand, result, i);
            }
        }

        return result;
    }

    private static ValueState Both(ValueState left, ValueState right) =>
        left == ValueState.Unknown || right == ValueState.Unknown ? ValueState.Unknown
        : left == ValueState.Error || right == ValueState.Error ? ValueState.Error
        : ValueState.Known;

    private static ColumnVector Compare(CompareNode node, RowBatch batch)
    {
        var left = Evaluate(node.Left, batch);
        var right = Evaluate(node.Right, batch);
        var result = new ColumnVector(ExpressionType.Bool, batch.Count);
        if (IsCount(node.Left) || IsCount(node.Right))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                result.SetTruth(i, Counted(node, left, right, i));
            }

            return result;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            result.States[i] = Both(left.States[i], right.States[i]);
            if (result.States[i] == ValueState.Known)
            {
                result.Bits[i] = Holds(node.Comparison, left, right, i) ? 1 : 0;
            }
        }

        return result;
    }

    private static bool Holds(Comparison comparison, ColumnVector left, ColumnVector right, int i)
    {
        if (comparison is Comparison.Equal or Comparison.NotEqual)
        {
            return ColumnVector.Equal(left, i, right, i) == (comparison == Comparison.Equal);
        }

        if (left.Type.Kind == ExpressionKind.Double)
        {
            var (x, y) = (left.NumberAt(i), right.NumberAt(i));
            return comparison switch
            {
                Comparison.Less => x < y,
                Comparison.LessOrEqual => x <= y,
                Comparison.Greater => x > y,
                _ => x >= y,
            };
        }

        var order = left.Type.Kind == ExpressionKind.String ? CodePoints.Compare(left.Texts[i], right.Texts[i]) : left.Bits[i].CompareTo(right.Bits[i]);
        return comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static ColumnVector In(InNode node, RowBatch batch)
    {
        var item = Evaluate(node.Item, batch);
        if (node.List is TagsNode)
        {
            // Looked up in the tags' bitmaps: no list is made.
            return Mapped(node, item, (from, to, i) =>
                to.Bits[i] = Symbols.TryFind(from.Texts[i], out var symbol) && batch.Scan.Block.Tagged(symbol)?.Contains(batch.Rows[i]) == true ? 1 : 0);
        }

        var list = Evaluate(node.List, batch);
        var result = new ColumnVector(ExpressionType.Bool, batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            result.States[i] = Both(item.States[i], list.States[i]);
            if (result.States[i] != ValueState.Known)
            {
                continue;
            }

            for (var k = 0; k < list.Lengths[i] && result.Bits[i] == 0; k++)
            {
                result.Bits[i] = ColumnVector.Equal(item, i, list.Elements, list.Starts[i] + k) ? 1 : 0;
            }
        }

        return result;
    }
}
