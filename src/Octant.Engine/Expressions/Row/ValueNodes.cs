namespace Octant.Engine.Expressions.Row;

internal sealed class Constant<T>(ValueState state, T constant) : ValueNode<T>
{
    public bool IsKnown => state == ValueState.Known;

    public T Value => constant;

    public override ValueState Evaluate(ref RowFrame frame, out T value)
    {
        value = constant;
        return state;
    }
}

internal sealed class Conditional<T>(TruthNode condition, ValueNode<T> then, ValueNode<T> otherwise) : ValueNode<T>
{
    public override ValueState Evaluate(ref RowFrame frame, out T value)
    {
        switch (condition.Evaluate(ref frame))
        {
            case Truth.True:
                return then.Evaluate(ref frame, out value);
            case Truth.False:
                return otherwise.Evaluate(ref frame, out value);
            case Truth.Unknown:
                value = default!;
                return ValueState.Unknown;
            default:
                value = default!;
                return ValueState.Error;
        }
    }
}

internal sealed class Local<T, TCarrier>(int slot) : ValueNode<T>
    where TCarrier : IRowCarrier<T>
{
    public override ValueState Evaluate(ref RowFrame frame, out T value)
    {
        value = TCarrier.Read(frame.Locals[slot]);
        return ValueState.Known;
    }
}

internal sealed class Index<T, TCarrier>(ValueNode<RowValue[]> list, ValueNode<long> index) : ValueNode<T>
    where TCarrier : IRowCarrier<T>
{
    public override ValueState Evaluate(ref RowFrame frame, out T value)
    {
        value = default!;
        var state = Of(list.Evaluate(ref frame, out var elements), index.Evaluate(ref frame, out var position));
        if (state != ValueState.Known)
        {
            return state;
        }

        if ((ulong)position >= (ulong)elements.Length)
        {
            return ValueState.Error;
        }

        value = TCarrier.Read(elements[position]);
        return ValueState.Known;
    }
}

internal sealed class DoubleArithmetic(Arithmetic operation, ValueNode<double> left, ValueNode<double> right) : ValueNode<double>
{
    public override ValueState Evaluate(ref RowFrame frame, out double value)
    {
        var state = Of(left.Evaluate(ref frame, out var x), right.Evaluate(ref frame, out var y));
        value = operation switch
        {
            Arithmetic.Add => x + y,
            Arithmetic.Subtract => x - y,
            Arithmetic.Multiply => x * y,
            _ => x / y,
        };
        return state;
    }
}

internal sealed class DoubleNegation(ValueNode<double> operand) : ValueNode<double>
{
    public override ValueState Evaluate(ref RowFrame frame, out double value)
    {
        var state = operand.Evaluate(ref frame, out var x);
        value = -x;
        return state;
    }
}

internal sealed class LongArithmetic(Arithmetic operation, ValueNode<long> left, ValueNode<long> right) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        var state = Of(left.Evaluate(ref frame, out var x), right.Evaluate(ref frame, out var y));
        value = 0;
        if (state != ValueState.Known)
        {
            return state;
        }

        bool overflow;
        switch (operation)
        {
            case Arithmetic.Add:
                value = unchecked(x + y);
                overflow = ((x ^ value) & (y ^ value)) < 0;
                break;
            case Arithmetic.Subtract:
                value = unchecked(x - y);
                overflow = ((x ^ y) & (x ^ value)) < 0;
                break;
            case Arithmetic.Multiply:
                var high = Math.BigMul(x, y, out value);
                overflow = high != value >> 63;
                break;
            default:
                overflow = y == 0 || (x == long.MinValue && y == -1);
                value = overflow ? 0 : operation == Arithmetic.Divide ? x / y : x % y;
                break;
        }

        return overflow ? ValueState.Error : ValueState.Known;
    }
}

internal sealed class LongNegation(ValueNode<long> operand) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        var state = operand.Evaluate(ref frame, out var x);
        value = unchecked(-x);
        return state == ValueState.Known && x == long.MinValue ? ValueState.Error : state;
    }
}

/// <summary>Sums and differences of timestamps and durations, in microseconds, within the range of the result.</summary>
internal sealed class TimeArithmetic(bool add, long minimum, long maximum, ValueNode<long> left, ValueNode<long> right) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        var state = Of(left.Evaluate(ref frame, out var x), right.Evaluate(ref frame, out var y));

        // Timestamps stay below 2^58 and durations below 2^54, so the sum itself cannot overflow.
        value = add ? x + y : x - y;
        return state == ValueState.Known && (value < minimum || value > maximum) ? ValueState.Error : state;
    }
}

internal sealed class TextConcatenation(ValueNode<string> left, ValueNode<string> right) : ValueNode<string>
{
    public override ValueState Evaluate(ref RowFrame frame, out string value)
    {
        var state = Of(left.Evaluate(ref frame, out var x), right.Evaluate(ref frame, out var y));
        value = state == ValueState.Known ? x + y : string.Empty;
        return state;
    }
}

/// <summary>A conversion that may fail; it says so by returning false.</summary>
internal delegate bool RowConversion<in TFrom, TTo>(TFrom from, out TTo to);

internal sealed class Conversion<TFrom, TTo>(ValueNode<TFrom> operand, RowConversion<TFrom, TTo> convert) : ValueNode<TTo>
{
    public override ValueState Evaluate(ref RowFrame frame, out TTo value)
    {
        value = default!;
        var state = operand.Evaluate(ref frame, out var from);
        return state != ValueState.Known ? state : convert(from, out value) ? ValueState.Known : ValueState.Error;
    }
}

internal sealed class TruthToText(TruthNode operand) : ValueNode<string>
{
    public override ValueState Evaluate(ref RowFrame frame, out string value)
    {
        var truth = operand.Evaluate(ref frame);
        value = truth == Truth.True ? "true" : "false";
        return truth switch
        {
            Truth.Unknown => ValueState.Unknown,
            Truth.Error => ValueState.Error,
            _ => ValueState.Known,
        };
    }
}
