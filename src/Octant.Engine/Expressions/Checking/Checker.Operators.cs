using Octant.Engine.Expressions.Syntax;

namespace Octant.Engine.Expressions.Checking;

/// <summary>The operators between two values: which types they take and what they give.</summary>
internal sealed partial class Checker
{
    private ExpressionNode? Binary(BinarySyntax binary)
    {
        var left = Node(binary.Left);
        var right = Node(binary.Right);
        if (left is null || right is null)
        {
            return null;
        }

        return binary.Symbol.Text switch
        {
            "==" => Compare(binary, Comparison.Equal, left, right),
            "!=" => Compare(binary, Comparison.NotEqual, left, right),
            "<" => Compare(binary, Comparison.Less, left, right),
            "<=" => Compare(binary, Comparison.LessOrEqual, left, right),
            ">" => Compare(binary, Comparison.Greater, left, right),
            ">=" => Compare(binary, Comparison.GreaterOrEqual, left, right),
            "in" => In(binary, left, right),
            "+" => ArithmeticOf(binary, Arithmetic.Add, left, right),
            "-" => ArithmeticOf(binary, Arithmetic.Subtract, left, right),
            "*" => ArithmeticOf(binary, Arithmetic.Multiply, left, right),
            "/" => ArithmeticOf(binary, Arithmetic.Divide, left, right),
            _ => ArithmeticOf(binary, Arithmetic.Remainder, left, right),
        };
    }

    private ExpressionNode? Compare(BinarySyntax binary, Comparison comparison, ExpressionNode left, ExpressionNode right)
    {
        if (!Unify(ref left, ref right))
        {
            return Mismatch(binary, left, right, $"two values of one type, here {left.Type}");
        }

        return comparison is Comparison.Equal or Comparison.NotEqual || left.Type.IsOrdered
            ? new CompareNode(binary.Span, comparison, left, right)
            : Mismatch(binary, left, right, "bool, int, double, string, timestamp or duration");
    }

    private ExpressionNode? In(BinarySyntax binary, ExpressionNode item, ExpressionNode list)
    {
        if (!list.Type.IsList)
        {
            return Error(binary.Right.Span.Start, $"'in' looks into a list, not into {Article(list.Type)}", $"list({item.Type})");
        }

        var converted = Convert(list, ExpressionType.ListOf(item.Type));
        if (converted is null)
        {
            converted = list;
            if (Convert(item, list.Type.Element!) is not { } convertedItem)
            {
                return Mismatch(binary, item, list, $"list({item.Type})");
            }

            item = convertedItem;
        }

        return new InNode(binary.Span, item, converted);
    }

    private ExpressionNode? ArithmeticOf(BinarySyntax binary, Arithmetic operation, ExpressionNode left, ExpressionNode right)
    {
        if (Result(operation, left.Type, right.Type) is { } mixed)
        {
            return new ArithmeticNode(mixed, binary.Span, operation, left, right);
        }

        return Unify(ref left, ref right) && Result(operation, left.Type, right.Type) is { } result
            ? new ArithmeticNode(result, binary.Span, operation, left, right)
            : Mismatch(binary, left, right, Operands(operation));
    }

    private static ExpressionType? Result(Arithmetic operation, ExpressionType left, ExpressionType right) => (operation, left.Kind, right.Kind) switch
    {
        (not Arithmetic.Remainder, ExpressionKind.Double, ExpressionKind.Double) => ExpressionType.Double,
        (_, ExpressionKind.Int, ExpressionKind.Int) => ExpressionType.Int,
        (Arithmetic.Add, ExpressionKind.String, ExpressionKind.String) => ExpressionType.String,
        (Arithmetic.Add, ExpressionKind.List, ExpressionKind.List) when left == right => left,
        (Arithmetic.Add, ExpressionKind.Timestamp, ExpressionKind.Duration) => ExpressionType.Timestamp,
        (Arithmetic.Add, ExpressionKind.Duration, ExpressionKind.Timestamp) => ExpressionType.Timestamp,
        (Arithmetic.Add or Arithmetic.Subtract, ExpressionKind.Duration, ExpressionKind.Duration) => ExpressionType.Duration,
        (Arithmetic.Subtract, ExpressionKind.Timestamp, ExpressionKind.Timestamp) => ExpressionType.Duration,
        (Arithmetic.Subtract, ExpressionKind.Timestamp, ExpressionKind.Duration) => ExpressionType.Timestamp,
        _ => null,
    };

    private static string Operands(Arithmetic operation) => operation switch
    {
        Arithmetic.Add => "two int, double, string, list or duration, or a timestamp and a duration",
        Arithmetic.Subtract => "two int, double, timestamp or duration, or a timestamp and a duration",
        Arithmetic.Remainder => "two int",
        _ => "two int or two double",
    };

    private ExpressionNode? Mismatch(BinarySyntax binary, ExpressionNode left, ExpressionNode right, string expected)
    {
        var numbers = (left.Type.Kind, right.Type.Kind) is (ExpressionKind.Int, ExpressionKind.Double) or (ExpressionKind.Double, ExpressionKind.Int);
        return Error(
            binary.Symbol.Start,
            $"'{binary.Symbol.Text}' is not defined for {left.Type} and {right.Type}",
            numbers && binary.Symbol.Text is not "%" ? "two values of one type: convert the int with double(…)" : expected);
    }
}
