using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;

/// <summary>Behaviour functions of the column gear: customer by customer, since most have nothing there.</summary>
internal static partial class ColumnEvaluator
{
    private static ColumnVector Behaviour(BehaviourNode node, RowBatch batch)
    {
        var result = new ColumnVector(node.Type, batch.Count);
        var observations = ObservationTable.Empty;
        var untouched = -1;
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Rows[i];
            var cells = batch.Scan.Block.Behaviour(row);
            var own = batch.Scan.Snapshot.ObservationsOf(batch.Scan.Block.Keys[row]);
            if (!ReferenceEquals(own, observations))
            {
                (observations, untouched) = (own, -1);
            }

            if (cells.IsEmpty && untouched >= 0)
            {
                result.Copy(i, result, untouched);
                continue;
            }

            Read(node, new BehaviourReader(cells, observations, batch.Scan.Now), result, i);
            untouched = cells.IsEmpty ? i : untouched;
        }

        return result;
    }

    /// <summary>A count that is not observed whole is unknown, with what was seen as its bits.</summary>
    private static void Read(BehaviourNode node, BehaviourReader behaviour, ColumnVector result, int i)
    {
        switch (node.Type.Kind)
        {
            case ExpressionKind.Bool:
                result.SetTruth(i, behaviour.TruthOf(node));
                break;
            case ExpressionKind.Double:
                result.States[i] = behaviour.NumberOf(node, out var number);
                result.SetNumber(i, number);
                break;
            case ExpressionKind.String:
                result.States[i] = behaviour.TextOf(node, out result.Texts[i]);
                break;
            default:
                result.States[i] = behaviour.WholeOf(node, out result.Bits[i]);
                break;
        }
    }

    private static bool IsCount(ExpressionNode node) => node is BehaviourNode { Function: BehaviourFunction.Count };

    private static Truth Counted(CompareNode node, ColumnVector left, ColumnVector right, int i)
    {
        var wholeLeft = !IsCount(node.Left) || left.States[i] == ValueState.Known;
        var wholeRight = !IsCount(node.Right) || right.States[i] == ValueState.Known;
        var state = Both(IsCount(node.Left) ? ValueState.Known : left.States[i], IsCount(node.Right) ? ValueState.Known : right.States[i]);
        return state == ValueState.Known ? CountRange.Compare(node.Comparison, new CountRange(left.Bits[i], wholeLeft), new CountRange(right.Bits[i], wholeRight))
            : state == ValueState.Error && wholeLeft && wholeRight ? Truth.Error
            : Truth.Unknown;
    }
}
