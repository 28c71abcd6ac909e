using Octant.Engine.Expressions;

namespace Octant.Engine.Tests.Properties;

/// <summary>Counts how often each operator, function and macro was met in typed trees.</summary>
internal sealed class OperatorCount
{
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public static IEnumerable<string> All =>
        Enum.GetNames<Comparison>()
            .Concat(Enum.GetNames<Arithmetic>())
            .Concat(Enum.GetNames<ExpressionFunction>())
            .Concat(Enum.GetNames<TimeField>().Select(name => $"get{name}"))
            .Concat(Enum.GetNames<ListMacro>().Select(name => $".{name}"))
            .Concat(Enum.GetNames<BehaviourFunction>().Select(name => $"behaviour {name}"))
            .Concat(["&&", "||", "!", "-", "?:", "in", "[]", "has", "owns", "contacted", "matches", "now", "customer.tags", "list", "map with a condition"]);

    public void Add(ExpressionNode node)
    {
        switch (node)
        {
            case LogicNode logic:
                Count(logic.IsAnd ? "&&" : "||", [.. logic.Terms]);
                break;
            case NotNode not:
                Count("!", not.Operand);
                break;
            case NegateNode negate:
                Count("-", negate.Operand);
                break;
            case ConditionalNode conditional:
                Count("?:", conditional.Condition, conditional.Then, conditional.Otherwise);
                break;
            case CompareNode compare:
                Count(compare.Comparison.ToString(), compare.Left, compare.Right);
                break;
            case ArithmeticNode arithmetic:
                Count(arithmetic.Operation.ToString(), arithmetic.Left, arithmetic.Right);
                break;
            case InNode membership:
                Count("in", membership.Item, membership.List);
                break;
            case IndexNode index:
                Count("[]", index.List, index.Index);
                break;
            case CallNode { Argument: { } argument } call:
                Count(call.Function.ToString(), call.Operand, argument);
                break;
            case CallNode call:
                Count(call.Function.ToString(), call.Operand);
                break;
            case MatchesNode matches:
                Count("matches", matches.Operand);
                break;
            case TimeFieldNode field:
                Count($"get{field.Field}", field.Operand);
                break;
            case MacroNode { Condition: { } condition } macro:
                Count("map with a condition", macro.Range, condition, macro.Body);
                break;
            case MacroNode macro:
                Count($".{macro.Macro}", macro.Range, macro.Body);
                break;
            case ListNode list:
                Count("list", [.. list.Items]);
                break;
            case HasNode:
                Count("has");
                break;
            case OwnsNode:
                Count("owns");
                break;
            case ContactedNode:
                Count("contacted");
                break;
            case BehaviourNode behaviour:
                Count($"behaviour {behaviour.Function}");
                break;
            case NowNode:
                Count("now");
                break;
            case TagsNode:
                Count("customer.tags");
                break;
        }
    }

    private void Count(string name, params ExpressionNode[] parts)
    {
        Counts[name] = Counts.GetValueOrDefault(name) + 1;
        foreach (var part in parts)
        {
            Add(part);
        }
    }
}
