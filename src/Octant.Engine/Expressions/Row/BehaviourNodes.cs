using Octant.Engine.Behaviour;

namespace Octant.Engine.Expressions.Row;

internal sealed class BehaviourTruth(BehaviourNode node) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => frame.Scope.Behaviour.TruthOf(node);
}

/// <summary>A count, where no comparison can make use of a part of it; a moment; a date.</summary>
internal sealed class BehaviourWhole(BehaviourNode node) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value) => frame.Scope.Behaviour.WholeOf(node, out value);
}

internal sealed class BehaviourNumber(BehaviourNode node) : ValueNode<double>
{
    public override ValueState Evaluate(ref RowFrame frame, out double value) => frame.Scope.Behaviour.NumberOf(node, out value);
}

internal sealed class BehaviourText(BehaviourNode node) : ValueNode<string>
{
    public override ValueState Evaluate(ref RowFrame frame, out string value) => frame.Scope.Behaviour.TextOf(node, out value);
}

/// <summary>A comparison with a count, which may be decided before the window has been observed whole.</summary>
internal sealed class CountCompare(Comparison comparison, ValueNode<long> left, ValueNode<long> right, BehaviourNode? leftCount, BehaviourNode? rightCount)
    : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var a = Range(ref frame, left, leftCount, out var x);
        var b = Range(ref frame, right, rightCount, out var y);
        if ((a | b) == ValueState.Known)
        {
            return CountRange.Compare(comparison, x, y);
        }

        return x.Whole && y.Whole ? Of(a, b) : Truth.Unknown;
    }

    private static ValueState Range(ref RowFrame frame, ValueNode<long> node, BehaviourNode? count, out CountRange range)
    {
        if (count is not null)
        {
            range = frame.Scope.Behaviour.Count(count.Measure);
            return ValueState.Known;
        }

        var state = node.Evaluate(ref frame, out var value);
        range = new CountRange(value, Whole: true);
        return state;
    }
}
