namespace Octant.Engine.Expressions;

/// <summary>Which parts of an expression depend on nothing but themselves, or on nothing but the moment.</summary>
internal static class ConstantParts
{
    /// <summary>Names no customer, event, context, moment or macro's variable from outside.</summary>
    public static bool IsConstant(ExpressionNode node) => Depends(node, allowNow: false, firstOuterSlot: int.MaxValue);

    /// <summary>As <see cref="IsConstant"/>, but <c>now</c> may occur: one value for a whole query.</summary>
    public static bool IsSameForAll(ExpressionNode node) => Depends(node, allowNow: true, firstOuterSlot: int.MaxValue);

    /// <summary>Whether the macro's body depends on nothing but its variable and the moment.</summary>
    public static bool OnlyVariable(MacroNode macro) => Depends(macro.Body, allowNow: true, firstOuterSlot: macro.Slot);

    /// <summary>Whether a part depends on nothing but fields of the event. Slots from this one on are its own macros'.</summary>
    public static bool OnlyEvent(ExpressionNode node, int firstSlot) => Depends(node, allowNow: false, firstSlot, allowEvent: true);

    private static bool Depends(ExpressionNode node, bool allowNow, int firstOuterSlot, bool allowEvent = false)
    {
        bool Fixed(ExpressionNode part) => Depends(part, allowNow, firstOuterSlot, allowEvent);
        return node switch
        {
            LiteralNode => true,
            FieldNode { Source: FieldSource.Event } => allowEvent,
            HasNode { Target: FieldNode { Source: FieldSource.Event } } => allowEvent,
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
            MacroNode macro => Macro(macro, allowNow, firstOuterSlot, allowEvent),
            _ => false,
        };
    }

    /// <summary>
    /// The id of the category attribute that alone, with parts the same for all, decides the node; null when there is none or
    /// something else. Only through strict parts, so that the whole is unknown where the attribute is missing.
    /// </summary>
    public static int? OnlyCategory(ExpressionNode node)
    {
        int? found = null;
        return Strict(node, ref found) ? found : null;
    }

    private static bool Strict(ExpressionNode node, ref int? found)
    {
        switch (node)
        {
            case AttributeNode { Type.Kind: ExpressionKind.String } attribute when found is null || found == attribute.Attribute.Id:
                found = attribute.Attribute.Id;
                return true;
            case CompareNode compare:
                return Strict(compare.Left, ref found) && Strict(compare.Right, ref found);
            case ArithmeticNode arithmetic:
                return Strict(arithmetic.Left, ref found) && Strict(arithmetic.Right, ref found);
            case InNode membership:
                return Strict(membership.Item, ref found) && Strict(membership.List, ref found);
            case IndexNode index:
                return Strict(index.List, ref found) && Strict(index.Index, ref found);
            case CallNode call:
                return Strict(call.Operand, ref found) && (call.Argument is null || Strict(call.Argument, ref found));
            case MatchesNode matches:
                return Strict(matches.Operand, ref found);
            case NegateNode negate:
                return Strict(negate.Operand, ref found);
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (!Strict(item, ref found))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return IsSameForAll(node);
        }
    }

    private static bool Macro(MacroNode macro, bool allowNow, int firstOuterSlot, bool allowEvent)
    {
        // Slots grow with nesting, so every slot from the outermost macro's on belongs to a macro inside this part.
        var slot = Math.Min(firstOuterSlot, macro.Slot);
        return Depends(macro.Range, allowNow, firstOuterSlot, allowEvent)
            && (macro.Condition is null || Depends(macro.Condition, allowNow, slot, allowEvent))
            && Depends(macro.Body, allowNow, slot, allowEvent);
    }
}
