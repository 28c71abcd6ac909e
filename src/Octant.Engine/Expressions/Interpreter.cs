using System.Numerics;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions;

/// <summary>What an expression comes to when a value it needs is missing.</summary>
public sealed class UnknownValue
{
    public static readonly UnknownValue Instance = new();

    private UnknownValue()
    {
    }

    public override string ToString() => "missing";
}

/// <summary>A CEL evaluation error, such as a division by zero.</summary>
public sealed record EvaluationError(string Message)
{
    public override string ToString() => $"error: {Message}";
}

/// <summary>
/// The plain reference of the language: walks the typed tree over boxed values, rule by rule as the CEL specification words
/// them, and shares no evaluation code with the two gears, which are checked against it. Values are bool, long, double,
/// string, <see cref="Instant"/>, <see cref="TimeSpan"/>, object[] for lists, <see cref="UnknownValue"/> and
/// <see cref="EvaluationError"/>.
/// </summary>
public static class Interpreter
{
    public static object Evaluate(ExpressionNode tree, IExpressionScope scope) => Evaluate(tree, scope, []);

    /// <summary>The value of a condition as the gears give it.</summary>
    public static Truth TruthOf(object value) => value switch
    {
        true => Truth.True,
        false => Truth.False,
        UnknownValue => Truth.Unknown,
        EvaluationError => Truth.Error,
        _ => throw new ArgumentException($"A {value.GetType().Name} is no condition.", nameof(value)),
    };

    private static object Evaluate(ExpressionNode node, IExpressionScope scope, Dictionary<int, object> locals)
    {
        object Value(ExpressionNode part) => Evaluate(part, scope, locals);

        switch (node)
        {
            case LiteralNode literal:
                return literal.Value;
            case AttributeNode attribute:
                return scope.Profile.Has(attribute.Attribute.Id)
                    ? Boxed(new AttributeValue(attribute.Attribute.Kind, scope.Profile.Bits(attribute.Attribute.Id)))
                    : UnknownValue.Instance;
            case FieldNode field:
                return FieldOf(field, scope) is { } cell ? Boxed(cell) : UnknownValue.Instance;
            case TagsNode:
                return scope.Profile.Tags.ToArray().Select(Symbols.TextOf).OrderBy(tag => tag, Comparer<string>.Create(CompareText)).ToArray<object>();
            case NowNode:
                return scope.Now;
            case LocalNode local:
                return locals[local.Slot];
            case HasNode has:
                return has.Target switch
                {
                    AttributeNode attribute => scope.Profile.Has(attribute.Attribute.Id),
                    FieldNode field => FieldOf(field, scope) is not null,
                    _ => true,
                };
            case OwnsNode owns:
                return scope.Owns(owns.OfferingId);
            case ContactedNode contacted:
                return scope.Contacted(contacted.CampaignOrOfferingId, contacted.Window);
            case NotNode not:
                var negated = Value(not.Operand);
                return negated is bool truth ? !truth : negated;
            case LogicNode logic:
                return Joined(logic.Terms.Select(Value), logic.IsAnd);
            case ConditionalNode conditional:
                var condition = Value(conditional.Condition);
                return condition is bool chosen ? Value(chosen ? conditional.Then : conditional.Otherwise) : condition;
            case MacroNode macro:
                return Macro(macro, scope, locals);
            case BehaviourNode behaviour:
                return Observed(behaviour, scope.Behaviour);
            case CompareNode { Left: BehaviourNode { Function: BehaviourFunction.Count } } or CompareNode { Right: BehaviourNode { Function: BehaviourFunction.Count } }:
                return ComparedRanges((CompareNode)node, scope, locals);
            default:
                ExpressionNode[] operands = Operands(node);
                var values = Array.ConvertAll(operands, part => Value(part));
                return NotKnown(values) ?? Strict(node, values);
        }
    }

    private static ExpressionNode[] Operands(ExpressionNode node) => node switch
    {
        ListNode list => [.. list.Items],
        CompareNode compare => [compare.Left, compare.Right],
        ArithmeticNode arithmetic => [arithmetic.Left, arithmetic.Right],
        NegateNode negate => [negate.Operand],
        InNode membership => [membership.Item, membership.List],
        IndexNode index => [index.List, index.Index],
        CallNode { Argument: { } argument } call => [call.Operand, argument],
        CallNode call => [call.Operand],
        MatchesNode matches => [matches.Operand],
        TimeFieldNode field => [field.Operand],
        _ => throw new InvalidOperationException($"The interpreter has no rule for {node.GetType().Name}."),
    };

    /// <summary>What a strict function comes to when an operand is missing, or else an error; null when all are known.</summary>
    private static object? NotKnown(IReadOnlyCollection<object> values) =>
        values.FirstOrDefault(value => value is UnknownValue) ?? values.FirstOrDefault(value => value is EvaluationError);

    private static object Strict(ExpressionNode node, object[] values) => node switch
    {
        ListNode => values,
        CompareNode compare => Compared(compare.Comparison, values[0], values[1]),
        ArithmeticNode arithmetic => Calculated(arithmetic.Operation, values[0], values[1]),
        NegateNode => values[0] is double number ? -number : Whole(-(BigInteger)(long)values[0]),
        InNode => ((object[])values[1]).Any(element => Same(values[0], element)),
        IndexNode => ((object[])values[0]).ElementAtOrDefault((int)Math.Clamp((long)values[1], -1, int.MaxValue))
            ?? new EvaluationError("index outside the list"),
        MatchesNode matches => matches.Pattern.IsMatch((string)values[0]),
        TimeFieldNode field => TimeFieldOf(field, values[0]),
        CallNode call => Called(call.Function, values),
        _ => throw new InvalidOperationException($"The interpreter has no rule for {node.GetType().Name}."),
    };

    private static object Boxed(AttributeValue value) => value.Kind switch
    {
        AttributeKind.Number => value.Number,
        AttributeKind.Category => value.Category,
        AttributeKind.Flag => value.Flag,
        _ => value.Date,
    };

    private static object Observed(BehaviourNode node, BehaviourReader behaviour)
    {
        static object Boolean(Truth truth) => truth == Truth.Unknown ? UnknownValue.Instance : truth == Truth.True;

        switch (node.Function)
        {
            case BehaviourFunction.Count:
                return behaviour.Count(node.Measure) is { Whole: true } range ? range.Seen : UnknownValue.Instance;
            case BehaviourFunction.Sum:
                return behaviour.TrySum(node.Measure, out var sum) ? sum : UnknownValue.Instance;
            case BehaviourFunction.LastTime:
                return behaviour.TryLast(node.Measure, out var at) ? at : UnknownValue.Instance;
            case BehaviourFunction.LastValue:
                return behaviour.TryLastValue(node.Measure, out _, out var value) && Boxed(value) is var boxed && KindOf(boxed) == node.Type.Kind
                    ? boxed
                    : UnknownValue.Instance;
            case BehaviourFunction.Absent:
                return Boolean(behaviour.Absent(node.Measure, node.Window!.Value));
            case BehaviourFunction.First:
                return Boolean(behaviour.First(node.Measure, node.Window));
            case BehaviourFunction.Sequence:
                return Boolean(behaviour.Sequence(node.Uses[0].Measure, node.Uses[1].Measure, node.Within, node.Window!.Value));
            default:
                return Boolean(behaviour.InArea(node.Area!, node.Window));
        }
    }

    private static ExpressionKind KindOf(object value) => value switch
    {
        double => ExpressionKind.Double,
        string => ExpressionKind.String,
        bool => ExpressionKind.Bool,
        _ => ExpressionKind.Timestamp,
    };

    /// <summary>
    /// A count not observed whole may be any number from what was seen on. The comparison is decided when it comes out alike
    /// for the least and for the greatest that each side may be.
    /// </summary>
    private static object ComparedRanges(CompareNode node, IExpressionScope scope, Dictionary<int, object> locals)
    {
        var sides = new[] { node.Left, node.Right }.Select(side => side is BehaviourNode { Function: BehaviourFunction.Count } count
            ? scope.Behaviour.Count(count.Measure)
            : Evaluate(side, scope, locals)).ToArray();
        var open = Array.Exists(sides, side => side is CountRange { Whole: false });
        if (sides.FirstOrDefault(side => side is UnknownValue) is { } unknown)
        {
            return unknown;
        }

        if (sides.FirstOrDefault(side => side is EvaluationError) is { } error)
        {
            return open ? UnknownValue.Instance : error;
        }

        // One beyond every int stands for all that is beyond.
        BigInteger[] Candidates(object side) => side switch
        {
            CountRange { Whole: true } range => [range.Seen],
            CountRange range => [.. Enumerable.Range(0, 2).Select(more => (BigInteger)range.Seen + more), .. Others(side), (BigInteger)long.MaxValue + 1, (BigInteger)long.MaxValue + 2],
            _ => [(long)side],
        };

        // A range also holds what the other side may be, where it reaches so far.
        IEnumerable<BigInteger> Others(object side) =>
            sides.Where(other => !ReferenceEquals(other, side))
                .Select(other => other is CountRange known ? known.Seen : (BigInteger)(long)other)
                .Where(value => value >= ((CountRange)side).Seen);

        var answers = (from left in Candidates(sides[0])
                       from right in Candidates(sides[1])
                       select node.Comparison switch
                       {
                           Comparison.Equal => left == right,
                           Comparison.NotEqual => left != right,
                           Comparison.Less => left < right,
                           Comparison.LessOrEqual => left <= right,
                           Comparison.Greater => left > right,
                           _ => left >= right,
                       }).Distinct().ToList();
        return answers.Count == 1 ? answers[0] : UnknownValue.Instance;
    }

    private static AttributeValue? FieldOf(FieldNode node, IExpressionScope scope)
    {
        var found = node.Source == FieldSource.Event
            ? scope.TryGetEventField(node.Field.Name, out var value)
            : scope.TryGetContextField(node.Field.Name, out value);
        return found && value.Kind == node.Field.Kind ? value : null;
    }

    /// <summary>All values are looked at, then ranked: decisive, unknown, error, neutral.</summary>
    private static object Joined(IEnumerable<object> terms, bool isAnd)
    {
        var values = terms.ToList();
        if (values.Exists(value => value is bool decided && decided != isAnd))
        {
            return !isAnd;
        }

        return NotKnown(values) ?? isAnd;
    }

    private static object Macro(MacroNode macro, IExpressionScope scope, Dictionary<int, object> locals)
    {
        var range = Evaluate(macro.Range, scope, locals);
        if (range is not object[] elements)
        {
            return range;
        }

        object For(object element, ExpressionNode part) =>
            Evaluate(part, scope, new Dictionary<int, object>(locals) { [macro.Slot] = element });

        switch (macro.Macro)
        {
            case ListMacro.All:
                return Joined(elements.Select(element => For(element, macro.Body)), isAnd: true);
            case ListMacro.Exists:
                return Joined(elements.Select(element => For(element, macro.Body)), isAnd: false);
            case ListMacro.ExistsOne:
                var each = elements.Select(element => For(element, macro.Body)).ToList();
                return NotKnown(each) ?? (each.Count(value => value is true) == 1);
        }

        var condition = macro.Macro == ListMacro.Filter ? macro.Body : macro.Condition;
        var kept = condition is null ? elements.Select(_ => (object)true).ToList() : elements.Select(element => For(element, condition)).ToList();
        var chosen = elements.Where((_, i) => kept[i] is true).ToList();
        var results = macro.Macro == ListMacro.Filter ? chosen : chosen.ConvertAll(element => For(element, macro.Body));
        return NotKnown([.. kept, .. results]) ?? results.ToArray();
    }

    private static bool Same(object left, object right) => (left, right) switch
    {
        (double x, double y) => x == y,
        (object[] x, object[] y) => x.Length == y.Length && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        _ => left.Equals(right),
    };

    private static bool Compared(Comparison comparison, object left, object right)
    {
        if (comparison is Comparison.Equal or Comparison.NotEqual)
        {
            return Same(left, right) == (comparison == Comparison.Equal);
        }

        if (left is double x && right is double y && (double.IsNaN(x) || double.IsNaN(y)))
        {
            return false;
        }

        var order = left is string text ? CompareText(text, (string)right) : ((IComparable)Plain(left)).CompareTo(Plain(right));
        return comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static object Plain(object value) => value is Instant instant ? instant.Microseconds : value;

    /// <summary>By code point.</summary>
    private static int CompareText(string left, string right)
    {
        var x = left.EnumerateRunes().Select(rune => rune.Value).ToList();
        var y = right.EnumerateRunes().Select(rune => rune.Value).ToList();
        for (var i = 0; i < x.Count && i < y.Count; i++)
        {
            if (x[i] != y[i])
            {
                return x[i].CompareTo(y[i]);
            }
        }

        return x.Count.CompareTo(y.Count);
    }

    private static object Calculated(Arithmetic operation, object left, object right) => (operation, left, right) switch
    {
        (Arithmetic.Add, double x, double y) => x + y,
        (Arithmetic.Subtract, double x, double y) => x - y,
        (Arithmetic.Multiply, double x, double y) => x * y,
        (_, double x, double y) => x / y,
        (Arithmetic.Divide, long, 0L) => new EvaluationError("division by zero"),
        (Arithmetic.Remainder, long, 0L) => new EvaluationError("remainder of a division by zero"),
        (Arithmetic.Remainder, long.MinValue, -1L) => new EvaluationError("integer overflow"),
        (Arithmetic.Add, long x, long y) => Whole((BigInteger)x + y),
        (Arithmetic.Subtract, long x, long y) => Whole((BigInteger)x - y),
        (Arithmetic.Multiply, long x, long y) => Whole((BigInteger)x * y),
        (Arithmetic.Divide, long x, long y) => Whole(BigInteger.Divide(x, y)),
        (_, long x, long y) => Whole(BigInteger.Remainder(x, y)),
        (_, string x, string y) => string.Concat(x, y),
        (_, object[] x, object[] y) => x.Concat(y).ToArray(),
        (Arithmetic.Add, Instant x, TimeSpan y) => Moment((Int128)x.Microseconds + Micros(y)),
        (Arithmetic.Add, TimeSpan x, Instant y) => Moment((Int128)y.Microseconds + Micros(x)),
        (Arithmetic.Subtract, Instant x, TimeSpan y) => Moment((Int128)x.Microseconds - Micros(y)),
        (_, Instant x, Instant y) => Span((Int128)x.Microseconds - y.Microseconds),
        (Arithmetic.Add, TimeSpan x, TimeSpan y) => Span((Int128)Micros(x) + Micros(y)),
        (_, TimeSpan x, TimeSpan y) => Span((Int128)Micros(x) - Micros(y)),
        _ => throw new InvalidOperationException($"The interpreter has no rule for {operation} of {left.GetType().Name}."),
    };

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static object Whole(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (long)value : new EvaluationError("integer overflow");

    private static object Moment(Int128 microseconds) =>
        microseconds >= Instant.MinValue.Microseconds && microseconds <= Instant.MaxValue.Microseconds
            ? new Instant((long)microseconds)
            : new EvaluationError("timestamp outside years 1 to 9999");

    private static object Span(Int128 microseconds) =>
        Int128.Abs(microseconds) <= ValueText.LongestDuration
            ? TimeSpan.FromTicks((long)microseconds * 10)
            : new EvaluationError("duration longer than 292 years");

    private static object Called(ExpressionFunction function, object[] values)
    {
        var operand = values[0];
        return function switch
        {
            ExpressionFunction.Size => operand is string text ? (long)text.EnumerateRunes().Count() : (long)((object[])operand).Length,
            ExpressionFunction.Contains => ((string)operand).IndexOf((string)values[1], StringComparison.Ordinal) >= 0,
            ExpressionFunction.StartsWith => ((string)operand).IndexOf((string)values[1], StringComparison.Ordinal) == 0,
            ExpressionFunction.EndsWith => ((string)values[1]).Length <= ((string)operand).Length
                && ((string)operand)[^((string)values[1]).Length..].Equals((string)values[1], StringComparison.Ordinal),
            ExpressionFunction.ToBool => operand is bool ? operand
                : ValueText.TryParseBool((string)operand, out var truth) ? truth
                : Unreadable("bool"),
            ExpressionFunction.ToInt => ToInt(operand),
            ExpressionFunction.ToDouble => operand switch
            {
                double => operand,
                long whole => (double)whole,
                _ => ValueText.TryParseDouble((string)operand, out var number) ? number : Unreadable("double"),
            },
            ExpressionFunction.ToString => Described(operand),
            ExpressionFunction.ToTimestamp => operand switch
            {
                Instant => operand,
                long seconds => Moment((Int128)seconds * 1_000_000),
                _ => ValueText.TryParseTimestamp((string)operand, out var moment) ? moment : Unreadable("timestamp"),
            },
            _ => operand is TimeSpan ? operand : ValueText.TryParseDuration((string)operand, out var span) ? span : Unreadable("duration"),
        };
    }

    private static EvaluationError Unreadable(string type) => new($"the string is no {type}");

    private static object ToInt(object operand) => operand switch
    {
        long => operand,
        double number => Math.Truncate(number) is > -9223372036854775808.0 and < 9223372036854775808.0 and var whole
            ? (long)whole
            : new EvaluationError("double outside the range of int"),
        Instant moment => (long)BigInteger.Divide((BigInteger)moment.Microseconds - Instant.MinValue.Microseconds, 1_000_000) + (Instant.MinValue.Microseconds / 1_000_000),
        _ => ValueText.TryParseInt((string)operand, out var parsed) ? parsed : Unreadable("int"),
    };

    /// <summary>A value as <c>string()</c> writes it; lists in brackets.</summary>
    internal static string Described(object value) => value switch
    {
        string text => text,
        bool truth => ValueText.Of(truth),
        long whole => ValueText.Of(whole),
        double number => ValueText.Of(number),
        Instant moment => moment.ToString(),
        TimeSpan span => ValueText.Of(span),
        object[] list => $"[{string.Join(", ", list.Select(Described))}]",
        _ => value.ToString()!,
    };

    private static object TimeFieldOf(TimeFieldNode node, object operand)
    {
        if (operand is TimeSpan span)
        {
            return node.Field switch
            {
                TimeField.Hours => span.Ticks / TimeSpan.TicksPerHour,
                TimeField.Minutes => span.Ticks / TimeSpan.TicksPerMinute,
                TimeField.Seconds => span.Ticks / TimeSpan.TicksPerSecond,
                _ => (long)span.Milliseconds,
            };
        }

        // Shifted by 400 years, a whole cycle of the calendar, where an offset would lead outside DateTime's years.
        var ticks = ((Instant)operand).ToDateTimeOffset().UtcTicks + node.Offset.Ticks;
        var cycle = new DateTime(401, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var years = 0L;
        if (ticks < 0)
        {
            (ticks, years) = (ticks + cycle, -400);
        }
        else if (ticks > DateTime.MaxValue.Ticks)
        {
            (ticks, years) = (ticks - cycle, 400);
        }

        var local = new DateTime(ticks, DateTimeKind.Utc);
        return node.Field switch
        {
            TimeField.FullYear => local.Year + years,
            TimeField.Month => local.Month - 1L,
            TimeField.Date => (long)local.Day,
            TimeField.DayOfMonth => local.Day - 1L,
            TimeField.DayOfWeek => (long)local.DayOfWeek,
            TimeField.DayOfYear => local.DayOfYear - 1L,
            TimeField.Hours => (long)local.Hour,
            TimeField.Minutes => (long)local.Minute,
            TimeField.Seconds => (long)local.Second,
            _ => (long)local.Millisecond,
        };
    }
}
