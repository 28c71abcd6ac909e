namespace Octant.Engine.Expressions.Row;

internal sealed class ConstantTruth(Truth value) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => value;
}

/// <summary>False outvotes all, then unknown, then error.</summary>
internal sealed class AllOf(TruthNode[] terms) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var result = Truth.True;
        foreach (var term in terms)
        {
            switch (term.Evaluate(ref frame))
            {
                case Truth.False:
                    return Truth.False;
                case Truth.Unknown:
                    result = Truth.Unknown;
                    break;
                case Truth.Error when result == Truth.True:
                    result = Truth.Error;
                    break;
            }
        }

        return result;
    }
}

/// <summary>True outvotes all, then unknown, then error.</summary>
internal sealed class AnyOf(TruthNode[] terms) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var result = Truth.False;
        foreach (var term in terms)
        {
            switch (term.Evaluate(ref frame))
            {
                case Truth.True:
                    return Truth.True;
                case Truth.Unknown:
                    result = Truth.Unknown;
                    break;
                case Truth.Error when result == Truth.False:
                    result = Truth.Error;
                    break;
            }
        }

        return result;
    }
}

internal sealed class Not(TruthNode operand) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => operand.Evaluate(ref frame) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        var other => other,
    };
}

internal sealed class ConditionalTruth(TruthNode condition, TruthNode then, TruthNode otherwise) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => condition.Evaluate(ref frame) switch
    {
        Truth.True => then.Evaluate(ref frame),
        Truth.False => otherwise.Evaluate(ref frame),
        var other => other,
    };
}

/// <summary>Comparison of two bools: strict, and false comes before true.</summary>
internal sealed class TruthCompare(Comparison comparison, TruthNode left, TruthNode right) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = left.Evaluate(ref frame);
        var b = right.Evaluate(ref frame);
        return a > Truth.True || b > Truth.True
            ? a == Truth.Unknown || b == Truth.Unknown ? Truth.Unknown : Truth.Error
            : Of(CompareResult.Holds(comparison, a.CompareTo(b)));
    }
}

internal static class CompareResult
{
    /// <summary>Whether the comparison holds for operands in that order (negative, zero, positive).</summary>
    public static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>As IEEE 754 has it: NaN is unequal to everything and in no order.</summary>
    public static bool Holds(Comparison comparison, double left, double right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        _ => left >= right,
    };

    public static bool Holds(Comparison comparison, long left, long right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        _ => left >= right,
    };
}

internal sealed class DoubleCompare(Comparison comparison, ValueNode<double> left, ValueNode<double> right) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = left.Evaluate(ref frame, out var x);
        var b = right.Evaluate(ref frame, out var y);
        return (a | b) == ValueState.Known ? Of(CompareResult.Holds(comparison, x, y)) : Of(a, b);
    }
}

internal sealed class LongCompare(Comparison comparison, ValueNode<long> left, ValueNode<long> right) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = left.Evaluate(ref frame, out var x);
        var b = right.Evaluate(ref frame, out var y);
        return (a | b) == ValueState.Known ? Of(CompareResult.Holds(comparison, x, y)) : Of(a, b);
    }
}

internal sealed class TextCompare(Comparison comparison, ValueNode<string> left, ValueNode<string> right) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = left.Evaluate(ref frame, out var x);
        var b = right.Evaluate(ref frame, out var y);
        if ((a | b) != ValueState.Known)
        {
            return Of(a, b);
        }

        return comparison switch
        {
            Comparison.Equal => Of(string.Equals(x, y, StringComparison.Ordinal)),
            Comparison.NotEqual => Of(!string.Equals(x, y, StringComparison.Ordinal)),
            _ => Of(CompareResult.Holds(comparison, CodePoints.Compare(x, y))),
        };
    }
}

internal sealed class ListCompare(bool equal, ExpressionType type, ValueNode<RowValue[]> left, ValueNode<RowValue[]> right) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = left.Evaluate(ref frame, out var x);
        var b = right.Evaluate(ref frame, out var y);
        return (a | b) == ValueState.Known ? Of(RowEquality.Equal(type, ListCarrier.Write(x), ListCarrier.Write(y)) == equal) : Of(a, b);
    }
}

internal static class RowEquality
{
    public static bool Equal(ExpressionType type, RowValue left, RowValue right)
    {
        switch (type.Kind)
        {
            case ExpressionKind.Double:
                return DoubleCarrier.Read(left) == DoubleCarrier.Read(right);
            case ExpressionKind.String:
                return string.Equals((string)left.Reference!, (string)right.Reference!, StringComparison.Ordinal);
            case ExpressionKind.List:
                var a = ListCarrier.Read(left);
                var b = ListCarrier.Read(right);
                if (a.Length != b.Length)
                {
                    return false;
                }

                for (var i = 0; i < a.Length; i++)
                {
                    if (!Equal(type.Element!, a[i], b[i]))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return left.Bits == right.Bits;
        }
    }
}

/// <summary><c>item in list</c> for any type: both are evaluated, then the list is searched.</summary>
internal sealed class InList(ExpressionType type, CellNode item, ValueNode<RowValue[]> list) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = item.Evaluate(ref frame, out var sought);
        var b = list.Evaluate(ref frame, out var elements);
        if ((a | b) != ValueState.Known)
        {
            return Of(a, b);
        }

        foreach (var element in elements)
        {
            if (RowEquality.Equal(type, sought, element))
            {
                return Truth.True;
            }
        }

        return Truth.False;
    }
}

internal sealed class NumberIn(ValueNode<double> item, double[] sorted) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = item.Evaluate(ref frame, out var value);
        return state == ValueState.Known ? Of(!double.IsNaN(value) && Array.BinarySearch(sorted, value + 0.0) >= 0) : Of(state);
    }
}

internal sealed class TextIn(ValueNode<string> item, HashSet<string> set) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = item.Evaluate(ref frame, out var value);
        return state == ValueState.Known ? Of(set.Contains(value)) : Of(state);
    }
}

internal sealed class TextTest(ExpressionFunction function, ValueNode<string> text, ValueNode<string> part) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = text.Evaluate(ref frame, out var x);
        var b = part.Evaluate(ref frame, out var y);
        if ((a | b) != ValueState.Known)
        {
            return Of(a, b);
        }

        return Of(function switch
        {
            ExpressionFunction.Contains => x.Contains(y, StringComparison.Ordinal),
            ExpressionFunction.StartsWith => x.StartsWith(y, StringComparison.Ordinal),
            _ => x.EndsWith(y, StringComparison.Ordinal),
        });
    }
}

internal sealed class PatternTest(ValueNode<string> text, TextPattern pattern) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = text.Evaluate(ref frame, out var value);
        return state == ValueState.Known ? Of(pattern.IsMatch(value)) : Of(state);
    }
}

internal sealed class TextToTruth(ValueNode<string> text) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = text.Evaluate(ref frame, out var value);
        return state != ValueState.Known ? Of(state) : ValueText.TryParseBool(value, out var result) ? Of(result) : Truth.Error;
    }
}

internal sealed class TruthLocal(int slot) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(frame.Locals[slot].Bits != 0);
}

internal sealed class TruthIndex(ValueNode<RowValue[]> list, ValueNode<long> index) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = list.Evaluate(ref frame, out var elements);
        var b = index.Evaluate(ref frame, out var position);
        return (a | b) != ValueState.Known ? Of(a, b) : (ulong)position < (ulong)elements.Length ? Of(elements[position].Bits != 0) : Truth.Error;
    }
}

/// <summary><c>all</c> and <c>exists</c>: the body for every element, joined as by &amp;&amp; or ||.</summary>
internal sealed class Quantifier(bool isAll, ValueNode<RowValue[]> range, int slot, TruthNode body) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = range.Evaluate(ref frame, out var elements);
        if (state != ValueState.Known)
        {
            return Of(state);
        }

        var decisive = isAll ? Truth.False : Truth.True;
        var result = isAll ? Truth.True : Truth.False;
        foreach (var element in elements)
        {
            frame.Locals[slot] = element;
            var truth = body.Evaluate(ref frame);
            if (truth == decisive)
            {
                return decisive;
            }

            if (truth == Truth.Unknown || (truth == Truth.Error && result != Truth.Unknown))
            {
                result = truth;
            }
        }

        return result;
    }
}

/// <summary><c>exists_one</c>: absorbs nothing.</summary>
internal sealed class ExactlyOne(ValueNode<RowValue[]> range, int slot, TruthNode body) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = range.Evaluate(ref frame, out var elements);
        if (state != ValueState.Known)
        {
            return Of(state);
        }

        var count = 0;
        var failed = false;
        foreach (var element in elements)
        {
            frame.Locals[slot] = element;
            switch (body.Evaluate(ref frame))
            {
                case Truth.True:
                    count++;
                    break;
                case Truth.Error:
                    failed = true;
                    break;
                case Truth.Unknown:
                    return Truth.Unknown;
            }
        }

        return failed ? Truth.Error : Of(count == 1);
    }
}
