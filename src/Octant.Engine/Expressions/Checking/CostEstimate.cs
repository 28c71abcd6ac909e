using Octant.Engine.Behaviour;

namespace Octant.Engine.Expressions.Checking;

/// <summary>
/// An upper estimate of what one evaluation takes. <paramref name="Steps"/>: parts evaluated, a macro's body once per element.
/// <paramref name="Elements"/>: the longest list, <paramref name="Characters"/>: the longest string the value may hold.
/// </summary>
internal readonly record struct CostEstimate(double Steps, double Elements, double Characters)
{
    public static CostEstimate Of(ExpressionNode root) => Of(root, new Dictionary<int, CostEstimate>());

    private static CostEstimate Of(ExpressionNode node, Dictionary<int, CostEstimate> locals)
    {
        switch (node)
        {
            case BehaviourNode { Area: { } area } behaviour:
                return new CostEstimate(1 + (4 * behaviour.Uses.Count) + area.Area.Parts, 0, ExpressionLimits.AssumedTextLength);
            case BehaviourNode { Function: BehaviourFunction.Sequence }:
                return new CostEstimate(BehaviourMeasure.SequenceDepth * BehaviourMeasure.SequenceDepth, 0, 0);
            case BehaviourNode { Function: BehaviourFunction.Count or BehaviourFunction.Sum }:
                return new CostEstimate(BehaviourMeasure.Buckets, 0, 0);
            case BehaviourNode:
                return new CostEstimate(4, 0, ExpressionLimits.AssumedTextLength);
            case LiteralNode literal:
                return new CostEstimate(1, 0, literal.Value is string text ? text.Length : 0);
            case AttributeNode or FieldNode:
                return new CostEstimate(1, 0, ExpressionLimits.AssumedTextLength);
            case TagsNode:
                return new CostEstimate(ExpressionLimits.AssumedTags, ExpressionLimits.AssumedTags, ExpressionLimits.AssumedTextLength);
            case LocalNode local:
                return locals[local.Slot] with { Steps = 1 };
            case ListNode list:
                return Together(list.Items.Select(item => Of(item, locals)), list.Items.Count);
            case LogicNode logic:
                return Together(logic.Terms.Select(term => Of(term, locals)), 0);
            case NotNode not:
                return Step(Of(not.Operand, locals));
            case NegateNode negate:
                return Step(Of(negate.Operand, locals));
            case ConditionalNode conditional:
                return Together([Of(conditional.Condition, locals), Of(conditional.Then, locals), Of(conditional.Otherwise, locals)], 0);
            case CompareNode compare:
                return Scan(Of(compare.Left, locals), Of(compare.Right, locals));
            case InNode membership:
                return membership.List is TagsNode
                    ? Step(Of(membership.Item, locals))
                    : Scan(Of(membership.Item, locals), Of(membership.List, locals));
            case ArithmeticNode arithmetic:
                return Sum(Of(arithmetic.Left, locals), Of(arithmetic.Right, locals));
            case IndexNode index:
                var indexed = Of(index.List, locals);
                return ElementOf(index.List, indexed) with { Steps = indexed.Steps + Of(index.Index, locals).Steps + 1 };
            case CallNode call:
                var operand = Of(call.Operand, locals);
                var argument = call.Argument is null ? default : Of(call.Argument, locals);
                return new CostEstimate(operand.Steps + argument.Steps + 1 + (operand.Characters / 16), 0, Math.Max(operand.Characters, 40));
            case MatchesNode matches:
                var searched = Of(matches.Operand, locals);
                return new CostEstimate(searched.Steps + 1 + searched.Characters, 0, 0);
            case TimeFieldNode field:
                return Step(Of(field.Operand, locals));
            case MacroNode macro:
                return Macro(macro, locals);
            default:
                return new CostEstimate(1, 0, 0);
        }
    }

    private static CostEstimate Macro(MacroNode macro, Dictionary<int, CostEstimate> locals)
    {
        var range = Of(macro.Range, locals);
        locals[macro.Slot] = ElementOf(macro.Range, range);
        var condition = macro.Condition is null ? default : Of(macro.Condition, locals);
        var body = Of(macro.Body, locals);
        var steps = range.Steps + 1 + (range.Elements * (condition.Steps + body.Steps + 1));
        return macro.Macro switch
        {
            ListMacro.Map => new CostEstimate(steps, Math.Max(range.Elements, body.Elements), body.Characters),
            ListMacro.Filter => range with { Steps = steps },
            _ => new CostEstimate(steps, 0, 0),
        };
    }

    private static CostEstimate ElementOf(ExpressionNode list, CostEstimate estimate) =>
        list.Type.Element!.IsList ? estimate : estimate with { Elements = 0 };

    private static CostEstimate Step(CostEstimate operand) => operand with { Steps = operand.Steps + 1 };

    private static CostEstimate Together(IEnumerable<CostEstimate> parts, int elements)
    {
        var total = new CostEstimate(1, elements, 0);
        foreach (var part in parts)
        {
            total = new CostEstimate(
                total.Steps + part.Steps,
                Math.Max(total.Elements, part.Elements),
                Math.Max(total.Characters, part.Characters));
        }

        return total;
    }

    private static CostEstimate Sum(CostEstimate left, CostEstimate right)
    {
        var elements = left.Elements + right.Elements;
        var characters = left.Characters + right.Characters;
        return new CostEstimate(left.Steps + right.Steps + 1 + elements + (characters / 16), elements, characters);
    }

    private static CostEstimate Scan(CostEstimate left, CostEstimate right) =>
        new(left.Steps + right.Steps + 1 + left.Elements + right.Elements, 0, 0);
}
