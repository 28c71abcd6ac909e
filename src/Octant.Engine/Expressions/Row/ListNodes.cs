namespace Octant.Engine.Expressions.Row;

/// <summary>Any part as an element of a list.</summary>
internal abstract class CellNode
{
    public abstract ValueState Evaluate(ref RowFrame frame, out RowValue value);
}

internal sealed class ValueCell<T, TCarrier>(ValueNode<T> node) : CellNode
    where TCarrier : IRowCarrier<T>
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue value)
    {
        var state = node.Evaluate(ref frame, out var inner);
        value = TCarrier.Write(inner);
        return state;
    }
}

internal sealed class TruthCell(TruthNode node) : CellNode
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue value)
    {
        var truth = node.Evaluate(ref frame);
        value = new RowValue(truth == Truth.True ? 1 : 0, null);
        return truth switch
        {
            Truth.Unknown => ValueState.Unknown,
            Truth.Error => ValueState.Error,
            _ => ValueState.Known,
        };
    }
}

/// <summary>A list written out: unknown when an element is, else an error when an element is.</summary>
internal sealed class ListOf(CellNode[] items) : ValueNode<RowValue[]>
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue[] value)
    {
        value = new RowValue[items.Length];
        var state = ValueState.Known;
        for (var i = 0; i < items.Length; i++)
        {
            state = Of(state, items[i].Evaluate(ref frame, out value[i]));
        }

        return state;
    }
}

internal sealed class ListConcatenation(ValueNode<RowValue[]> left, ValueNode<RowValue[]> right) : ValueNode<RowValue[]>
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue[] value)
    {
        var state = Of(left.Evaluate(ref frame, out var x), right.Evaluate(ref frame, out var y));
        value = state == ValueState.Known ? [.. x, .. y] : [];
        return state;
    }
}

/// <summary><c>filter</c>, and <c>map</c> with or without a condition: strict in every element.</summary>
internal sealed class ListTransformation(ValueNode<RowValue[]> range, int slot, TruthNode? condition, CellNode? body) : ValueNode<RowValue[]>
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue[] value)
    {
        value = [];
        var state = range.Evaluate(ref frame, out var elements);
        if (state != ValueState.Known)
        {
            return state;
        }

        var results = new List<RowValue>(elements.Length);
        foreach (var element in elements)
        {
            frame.Locals[slot] = element;
            var kept = condition?.Evaluate(ref frame) ?? Truth.True;
            if (kept == Truth.Unknown)
            {
                return ValueState.Unknown;
            }

            if (kept == Truth.Error)
            {
                state = ValueState.Error;
            }
            else if (kept == Truth.True)
            {
                var result = element;
                var inner = body?.Evaluate(ref frame, out result) ?? ValueState.Known;
                if (inner == ValueState.Unknown)
                {
                    return ValueState.Unknown;
                }

                state = Of(state, inner);
                results.Add(result);
            }
        }

        value = [.. results];
        return state;
    }
}
