namespace Octant.Engine.Expressions;

/// <summary>Which parts of an expression depend on nothing but themselves, or on nothing but the moment.</summary>
internal static class ConstantParts
{
    /// <summary>Names no customer, event, context, moment or macro's variable from outside.</summary>
    public static bool IsConstant(ExpressionNode node) => Depends(node, allowNow: false, firstOuterSlot: int.MaxValue);

    /// <summary>As <see cref="IsConstant"/>, but <c>now</c> may occur: one value for a whole query.</summary>
    public static bool IsSameForAll(ExpressionNode node) => Depends(node, allowNow: true, firstOuterSlot: int.MaxValue);

    private static bool Depends(ExpressionNode node, bool allowNow, int firstOuterSlot)
    {
        bool Fixed(ExpressionNode part) => Depends(part, allowNow, firstOuterSlot);
        return node switch
        {
            LiteralNode => true,
            NowNode => allowNow,
            LocalNode local => local.Slot >= firstOuterSlot,
            ListNode list => list.Items.All(Fixed),
            LogicNode logic => logic.Terms.All(Fixed),
            NotNode not => Fixed(not.Operand),
            NegateNode negate => Fixed(negate.Operand),
            ConditionalNode conditional => Fixed(conditional.Condition) && Fixed(conditional.Then) && Fixed(conditional.Otherwise),
            CompareNode compare => Fixed(compare.Left) && Fixed(compare.Right),
            ArithmeticNode arithmetic => Fixed(arithmetic.Left) && Fixed(arithmetic.Right),
            InNode membership => Fixed(membership.Item) && Fixed(membership.List),
            IndexNode index => Fixed(index.List) && Fixed(index.Index),
            CallNode call => Fixed(call.Operand) && (call.Argument is null || Fixed(call.Argument)),
            MatchesNode matches => Fixed(matches.Operand),
            TimeFieldNode field => Fixed(field.Operand),
            MacroNode macro => Macro(macro, allowNow, firstOuterSlot),
            _ => false,
        };
    }

    private static bool Macro(MacroNode macro, bool allowNow, int firstOuterSlot)
    {
        // Slots grow with nesting, so every slot from the outermost macro's on belongs to a macro inside this part.
        var slot = Math.Min(firstOuterSlot, macro.Slot);
        return Depends(macro.Range, allowNow, firstOuterSlot)
            && (macro.Condition is null || Depends(macro.Condition, allowNow, slot))
            && Depends(macro.Body, allowNow, slot);
    }
}
