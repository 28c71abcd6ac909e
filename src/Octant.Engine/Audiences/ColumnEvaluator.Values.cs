using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Expressions.Row;

namespace Octant.Engine.Audiences;

/// <summary>Arithmetic and conversions of the column gear.</summary>
internal static partial class ColumnEvaluator
{
    private static ColumnVector Negate(NegateNode node, RowBatch batch)
    {
        var operand = Evaluate(node.Operand, batch);
        if (node.Type.Kind == ExpressionKind.Double)
        {
            return Mapped(node, operand, static (from, to, i) => to.SetNumber(i, -from.NumberAt(i)));
        }

        return Mapped(node, operand, static (from, to, i) =>
        {
            to.Bits[i] = unchecked(-from.Bits[i]);
            to.States[i] = from.Bits[i] == long.MinValue ? ValueState.Error : ValueState.Known;
        });
    }

    private static ColumnVector Arithmetics(ArithmeticNode node, RowBatch batch)
    {
        var left = Evaluate(node.Left, batch);
        var right = Evaluate(node.Right, batch);
        if (node.Type.IsList)
        {
            return Concatenated(node, left, right);
        }

        var result = new ColumnVector(node.Type, batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            result.States[i] = Both(left.States[i], right.States[i]);
            if (result.States[i] != ValueState.Known)
            {
                continue;
            }

            switch (node.Type.Kind)
            {
                case ExpressionKind.Double:
                    result.SetNumber(i, OfDoubles(node.Operation, left.NumberAt(i), right.NumberAt(i)));
                    break;
                case ExpressionKind.String:
                    result.Texts[i] = left.Texts[i] + right.Texts[i];
                    break;
                default:
                    if (!TryWhole(node, left.Bits[i], right.Bits[i], out result.Bits[i]))
                    {
                        result.States[i] = ValueState.Error;
                    }

                    break;
            }
        }

        return result;
    }

    private static double OfDoubles(Arithmetic operation, double left, double right) => operation switch
    {
        Arithmetic.Add => left + right,
        Arithmetic.Subtract => left - right,
        Arithmetic.Multiply => left * right,
        _ => left / right,
    };

    /// <summary>ints, and microseconds of times; false outside the range of the result.</summary>
    private static bool TryWhole(ArithmeticNode node, long left, long right, out long result)
    {
        result = 0;
        if (node.Operation is Arithmetic.Divide or Arithmetic.Remainder)
        {
            if (right == 0 || (left == long.MinValue && right == -1))
            {
                return false;
            }

            result = node.Operation == Arithmetic.Divide ? left / right : left % right;
            return true;
        }

        var exact = node.Operation switch
        {
            Arithmetic.Add => (Int128)left + right,
            Arithmetic.Subtract => (Int128)left - right,
            _ => (Int128)left * right,
        };
        var (low, high) = node.Type.Kind switch
        {
            ExpressionKind.Timestamp => (Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds),
            ExpressionKind.Duration => (-ValueText.LongestDuration, ValueText.LongestDuration),
            _ => (long.MinValue, long.MaxValue),
        };
        if (exact < low || exact > high)
        {
            return false;
        }

        result = (long)exact;
        return true;
    }

    private static ColumnVector Call(CallNode node, RowBatch batch)
    {
        var operand = Evaluate(node.Operand, batch);
        if (node.Argument is not null)
        {
            return TextTests(node, operand, Evaluate(node.Argument, batch));
        }

        if (node.Function != ExpressionFunction.Size && node.Type == node.Operand.Type)
        {
            return operand;
        }

        var result = new ColumnVector(node.Type, operand.Count);
        for (var i = 0; i < operand.Count; i++)
        {
            result.States[i] = operand.States[i];
            if (operand.States[i] == ValueState.Known && !TryConvert(node, operand, result, i))
            {
                result.States[i] = ValueState.Error;
            }
        }

        return result;
    }

    private static ColumnVector TextTests(CallNode node, ColumnVector text, ColumnVector part)
    {
        var result = new ColumnVector(ExpressionType.Bool, text.Count);
        for (var i = 0; i < text.Count; i++)
        {
            result.States[i] = Both(text.States[i], part.States[i]);
            var holds = node.Function switch
            {
                ExpressionFunction.Contains => text.Texts[i].Contains(part.Texts[i], StringComparison.Ordinal),
                ExpressionFunction.StartsWith => text.Texts[i].StartsWith(part.Texts[i], StringComparison.Ordinal),
                _ => text.Texts[i].EndsWith(part.Texts[i], StringComparison.Ordinal),
            };
            result.Bits[i] = holds ? 1 : 0;
        }

        return result;
    }

    private static bool TryConvert(CallNode node, ColumnVector from, ColumnVector to, int i)
    {
        switch (node.Function)
        {
            case ExpressionFunction.Size:
                to.Bits[i] = from.Type.IsList ? from.Lengths[i] : CodePoints.Count(from.Texts[i]);
                return true;
            case ExpressionFunction.ToBool:
                var isBool = ValueText.TryParseBool(from.Texts[i], out var truth);
                to.Bits[i] = truth ? 1 : 0;
                return isBool;
            case ExpressionFunction.ToInt:
                return from.Type.Kind switch
                {
                    ExpressionKind.Double => RowConversions.DoubleToInt(from.NumberAt(i), out to.Bits[i]),
                    ExpressionKind.Timestamp => RowConversions.TimestampToInt(from.Bits[i], out to.Bits[i]),
                    _ => ValueText.TryParseInt(from.Texts[i], out to.Bits[i]),
                };
            case ExpressionFunction.ToDouble:
                double number = 0;
                var isDouble = from.Type.Kind == ExpressionKind.Int
                    ? RowConversions.IntToDouble(from.Bits[i], out number)
                    : ValueText.TryParseDouble(from.Texts[i], out number);
                to.SetNumber(i, number);
                return isDouble;
            case ExpressionFunction.ToTimestamp:
                return from.Type.Kind == ExpressionKind.Int
                    ? RowConversions.IntToTimestamp(from.Bits[i], out to.Bits[i])
                    : RowConversions.TextToTimestamp(from.Texts[i], out to.Bits[i]);
            case ExpressionFunction.ToDuration:
                return RowConversions.TextToDuration(from.Texts[i], out to.Bits[i]);
            default:
                to.Texts[i] = from.Type.Kind switch
                {
                    ExpressionKind.Bool => ValueText.Of(from.Bits[i] != 0),
                    ExpressionKind.Int => ValueText.Of(from.Bits[i]),
                    ExpressionKind.Double => ValueText.Of(from.NumberAt(i)),
                    ExpressionKind.Timestamp => new Instant(from.Bits[i]).ToString(),
                    _ => ValueText.Of(TimeSpan.FromTicks(from.Bits[i] * 10)),
                };
                return true;
        }
    }

    private static ColumnVector TimeFields(TimeFieldNode node, RowBatch batch)
    {
        var convert = RowConversions.TimeFieldOf(node);
        return Mapped(node, Evaluate(node.Operand, batch), (from, to, i) => convert(from.Bits[i], out to.Bits[i]));
    }
}
