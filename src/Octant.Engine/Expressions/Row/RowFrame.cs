using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions.Row;

/// <summary>An element of a list or a macro's variable: a number's bits, or a string or list.</summary>
internal readonly record struct RowValue(long Bits, object? Reference);

/// <summary>What one evaluation works on. Variables of macros are the only thing it allocates.</summary>
internal ref struct RowFrame
{
    public readonly IExpressionScope Scope;
    public readonly RowValue[] Locals;
    private Profile? _profile;

    public RowFrame(IExpressionScope scope, int localCount)
    {
        Scope = scope;
        Locals = localCount == 0 ? [] : new RowValue[localCount];
    }

    /// <param name="locals">Room for as many variables as the condition has at one time, left by an earlier evaluation.</param>
    public RowFrame(IExpressionScope scope, RowValue[] locals)
    {
        Scope = scope;
        Locals = locals;
    }

    private RowFrame(RowValue[] locals)
    {
        Scope = null!;
        Locals = locals;
    }

    /// <summary>Fetched when it is first asked for: where a condition is about the event alone, the customer stays out of the cache.</summary>
    public Profile Profile => _profile ??= Scope.Profile;

    /// <summary>For parts that name nothing of a customer.</summary>
    public static RowFrame WithoutScope() => new(new RowValue[ExpressionLimits.Depth]);
}

/// <summary>A part that gives a truth value; it carries unknown and error in itself.</summary>
internal abstract class TruthNode
{
    public abstract Truth Evaluate(ref RowFrame frame);

    protected static Truth Of(bool value) => value ? Truth.True : Truth.False;

    protected static Truth Of(ValueState state) => state == ValueState.Unknown ? Truth.Unknown : Truth.Error;

    /// <summary>Two operands of which at least one is not known: unknown before error.</summary>
    protected static Truth Of(ValueState left, ValueState right) =>
        left == ValueState.Unknown || right == ValueState.Unknown ? Truth.Unknown : Truth.Error;
}

/// <summary>A part that gives a double, a long (int, timestamp and duration in microseconds), a string or a list.</summary>
internal abstract class ValueNode<T>
{
    public abstract ValueState Evaluate(ref RowFrame frame, out T value);

    protected static ValueState Of(ValueState left, ValueState right) =>
        left == ValueState.Unknown || right == ValueState.Unknown ? ValueState.Unknown
        : left == ValueState.Error || right == ValueState.Error ? ValueState.Error
        : ValueState.Known;
}

/// <summary>How a type of the row gear is kept in a <see cref="RowValue"/>.</summary>
internal interface IRowCarrier<T>
{
    static abstract T Read(RowValue value);

    static abstract RowValue Write(T value);
}

internal readonly struct DoubleCarrier : IRowCarrier<double>
{
    public static double Read(RowValue value) => BitConverter.Int64BitsToDouble(value.Bits);

    public static RowValue Write(double value) => new(BitConverter.DoubleToInt64Bits(value), null);
}

internal readonly struct LongCarrier : IRowCarrier<long>
{
    public static long Read(RowValue value) => value.Bits;

    public static RowValue Write(long value) => new(value, null);
}

internal readonly struct TextCarrier : IRowCarrier<string>
{
    public static string Read(RowValue value) => (string)value.Reference!;

    public static RowValue Write(string value) => new(0, value);
}

internal readonly struct ListCarrier : IRowCarrier<RowValue[]>
{
    public static RowValue[] Read(RowValue value) => (RowValue[])value.Reference!;

    public static RowValue Write(RowValue[] value) => new(0, value);
}
