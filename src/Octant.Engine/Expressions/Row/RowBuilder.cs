using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions.Row;

/// <summary>
/// Turns a typed tree into the row gear: a tree of sealed nodes with one virtual call each. Parts that name nothing of a
/// customer are evaluated now; comparisons of an attribute with such a part become one node.
/// </summary>
internal static class RowBuilder
{
    public static TruthNode Truth(ExpressionNode node)
    {
        if (node is not LiteralNode && ConstantParts.IsConstant(node))
        {
            var frame = RowFrame.WithoutScope();
            return new ConstantTruth(BuildTruth(node).Evaluate(ref frame));
        }

        return BuildTruth(node);
    }

    private static ValueNode<double> Number(ExpressionNode node) => Folded(node, BuildNumber);

    private static ValueNode<long> Whole(ExpressionNode node) => Folded(node, BuildWhole);

    private static ValueNode<string> Text(ExpressionNode node) => Folded(node, BuildText);

    private static ValueNode<RowValue[]> List(ExpressionNode node) => Folded(node, BuildList);

    private static ValueNode<T> Folded<T>(ExpressionNode node, Func<ExpressionNode, ValueNode<T>> build)
    {
        var built = build(node);
        if (built is Constant<T> || !ConstantParts.IsConstant(node))
        {
            return built;
        }

        var frame = RowFrame.WithoutScope();
        var state = built.Evaluate(ref frame, out var value);
        return new Constant<T>(state, value);
    }

    private static CellNode Cell(ExpressionNode node) => node.Type.Kind switch
    {
        ExpressionKind.Bool => new TruthCell(Truth(node)),
        ExpressionKind.Double => new ValueCell<double, DoubleCarrier>(Number(node)),
        ExpressionKind.String => new ValueCell<string, TextCarrier>(Text(node)),
        ExpressionKind.List => new ValueCell<RowValue[], ListCarrier>(List(node)),
        _ => new ValueCell<long, LongCarrier>(Whole(node)),
    };

    private static TruthNode BuildTruth(ExpressionNode node) => node switch
    {
        LiteralNode literal => new ConstantTruth((bool)literal.Value ? Expressions.Truth.True : Expressions.Truth.False),
        LogicNode { IsAnd: true } logic => new AllOf([.. logic.Terms.Select(Truth)]),
        LogicNode logic => new AnyOf([.. logic.Terms.Select(Truth)]),
        NotNode not => new Not(Truth(not.Operand)),
        ConditionalNode conditional => new ConditionalTruth(Truth(conditional.Condition), Truth(conditional.Then), Truth(conditional.Otherwise)),
        CompareNode compare => Compare(compare),
        InNode membership => In(membership),
        AttributeNode attribute => new FlagAttribute(attribute.Attribute.Id),
        FieldNode field => new FlagField(field.Source, field.Field),
        HasNode { Target: AttributeNode attribute } => new HasAttribute(attribute.Attribute.Id),
        HasNode { Target: FieldNode field } => new HasField(field.Source, field.Field),
        HasNode => new ConstantTruth(Expressions.Truth.True),
        OwnsNode owns => new Owns(owns.OfferingId),
        ContactedNode contacted => new Contacted(contacted.CampaignOrOfferingId, contacted.Window),
        BehaviourNode behaviour => new BehaviourTruth(behaviour),
        LocalNode local => new TruthLocal(local.Slot),
        IndexNode index => new TruthIndex(List(index.List), Whole(index.Index)),
        MatchesNode matches => new PatternTest(Text(matches.Operand), matches.Pattern),
        CallNode { Function: ExpressionFunction.ToBool } call =>
            call.Operand.Type.Kind == ExpressionKind.Bool ? Truth(call.Operand) : new TextToTruth(Text(call.Operand)),
        CallNode call => new TextTest(call.Function, Text(call.Operand), Text(call.Argument!)),
        MacroNode { Macro: ListMacro.ExistsOne } macro => new ExactlyOne(List(macro.Range), macro.Slot, Truth(macro.Body)),
        MacroNode macro => new Quantifier(macro.Macro == ListMacro.All, List(macro.Range), macro.Slot, Truth(macro.Body)),
        _ => throw NoRule(node),
    };

    private static InvalidOperationException NoRule(ExpressionNode node) => new($"The row gear has no rule for {node.GetType().Name} of type {node.Type}.");

    private static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    private static TruthNode Compare(CompareNode compare)
    {
        if (compare.Right is AttributeNode attribute && ConstantParts.IsConstant(compare.Left))
        {
            return CompareAttribute(attribute, Mirrored(compare.Comparison), compare.Left) ?? CompareAny(compare);
        }

        return compare.Left is AttributeNode left && ConstantParts.IsConstant(compare.Right)
            ? CompareAttribute(left, compare.Comparison, compare.Right) ?? CompareAny(compare)
            : CompareAny(compare);
    }

    /// <summary>An attribute against a constant; null when the constant is an error or the type has no node of its own.</summary>
    private static TruthNode? CompareAttribute(AttributeNode attribute, Comparison comparison, ExpressionNode constant)
    {
        var id = attribute.Attribute.Id;
        switch (attribute.Type.Kind)
        {
            case ExpressionKind.Double when Number(constant) is Constant<double> { IsKnown: true } number:
                return new NumberAttributeCompare(id, comparison, number.Value);
            case ExpressionKind.Timestamp when Whole(constant) is Constant<long> { IsKnown: true } moment:
                return new DateAttributeCompare(id, comparison, moment.Value);
            case ExpressionKind.String when comparison is Comparison.Equal or Comparison.NotEqual && Text(constant) is Constant<string> { IsKnown: true } text:
                return new CategoryAttributeEquals(id, comparison == Comparison.Equal, Symbols.Of(text.Value));
            default:
                return null;
        }
    }

    private static BehaviourNode? CountOf(ExpressionNode node) => node is BehaviourNode { Function: BehaviourFunction.Count } count ? count : null;

    private static TruthNode CompareAny(CompareNode compare) => compare.Left.Type.Kind switch
    {
        ExpressionKind.Bool => new TruthCompare(compare.Comparison, Truth(compare.Left), Truth(compare.Right)),
        ExpressionKind.Double => new DoubleCompare(compare.Comparison, Number(compare.Left), Number(compare.Right)),
        ExpressionKind.String => new TextCompare(compare.Comparison, Text(compare.Left), Text(compare.Right)),
        ExpressionKind.List => new ListCompare(compare.Comparison == Comparison.Equal, compare.Left.Type, List(compare.Left), List(compare.Right)),
        _ when CountOf(compare.Left) is not null || CountOf(compare.Right) is not null =>
            new CountCompare(compare.Comparison, Whole(compare.Left), Whole(compare.Right), CountOf(compare.Left), CountOf(compare.Right)),
        _ => new LongCompare(compare.Comparison, Whole(compare.Left), Whole(compare.Right)),
    };

    private static TruthNode In(InNode membership)
    {
        if (membership.List is TagsNode)
        {
            var item = Text(membership.Item);
            return item is Constant<string> { IsKnown: true } tag ? new HasTag(Symbols.Of(tag.Value)) : new InTags(item);
        }

        var elements = List(membership.List);
        if (elements is Constant<RowValue[]> { IsKnown: true } list)
        {
            if (membership.Item.Type.Kind == ExpressionKind.Double)
            {
                double[] numbers = [.. list.Value.Select(DoubleCarrier.Read).Where(number => !double.IsNaN(number)).Select(number => number + 0.0)];
                Array.Sort(numbers);
                return new NumberIn(Number(membership.Item), numbers);
            }

            if (membership.Item.Type.Kind == ExpressionKind.String)
            {
                if (membership.Item is not AttributeNode attribute)
                {
                    return new TextIn(Text(membership.Item), new HashSet<string>(list.Value.Select(TextCarrier.Read), StringComparer.Ordinal));
                }

                int[] symbols = [.. list.Value.Select(element => Symbols.Of(TextCarrier.Read(element)))];
                Array.Sort(symbols);
                return new CategoryAttributeIn(attribute.Attribute.Id, symbols);
            }
        }

        return new InList(membership.Item.Type, Cell(membership.Item), elements);
    }

    private static ValueNode<double> BuildNumber(ExpressionNode node) => node switch
    {
        LiteralNode literal => new Constant<double>(ValueState.Known, (double)literal.Value),
        AttributeNode attribute => new NumberAttribute(attribute.Attribute.Id),
        FieldNode field => new NumberField(field.Source, field.Field),
        BehaviourNode behaviour => new BehaviourNumber(behaviour),
        LocalNode local => new Local<double, DoubleCarrier>(local.Slot),
        IndexNode index => new Index<double, DoubleCarrier>(List(index.List), Whole(index.Index)),
        ConditionalNode conditional => new Conditional<double>(Truth(conditional.Condition), Number(conditional.Then), Number(conditional.Otherwise)),
        NegateNode negate => new DoubleNegation(Number(negate.Operand)),
        ArithmeticNode arithmetic => new DoubleArithmetic(arithmetic.Operation, Number(arithmetic.Left), Number(arithmetic.Right)),
        CallNode { Function: ExpressionFunction.ToDouble } call => call.Operand.Type.Kind switch
        {
            ExpressionKind.Double => Number(call.Operand),
            ExpressionKind.Int => new Conversion<long, double>(Whole(call.Operand), RowConversions.IntToDouble),
            _ => new Conversion<string, double>(Text(call.Operand), ValueText.TryParseDouble),
        },
        _ => throw NoRule(node),
    };

    private static ValueNode<long> BuildWhole(ExpressionNode node) => node switch
    {
        LiteralNode literal => new Constant<long>(ValueState.Known, (long)literal.Value),
        AttributeNode attribute => new DateAttribute(attribute.Attribute.Id),
        FieldNode field => new DateField(field.Source, field.Field),
        BehaviourNode behaviour => new BehaviourWhole(behaviour),
        NowNode => new Now(),
        LocalNode local => new Local<long, LongCarrier>(local.Slot),
        IndexNode index => new Index<long, LongCarrier>(List(index.List), Whole(index.Index)),
        ConditionalNode conditional => new Conditional<long>(Truth(conditional.Condition), Whole(conditional.Then), Whole(conditional.Otherwise)),
        NegateNode negate => new LongNegation(Whole(negate.Operand)),
        ArithmeticNode { Type.Kind: ExpressionKind.Int } arithmetic =>
            new LongArithmetic(arithmetic.Operation, Whole(arithmetic.Left), Whole(arithmetic.Right)),
        ArithmeticNode { Type.Kind: ExpressionKind.Timestamp } sum => new TimeArithmetic(
            sum.Operation == Arithmetic.Add, Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds, Whole(sum.Left), Whole(sum.Right)),
        ArithmeticNode sum => new TimeArithmetic(
            sum.Operation == Arithmetic.Add, -ValueText.LongestDuration, ValueText.LongestDuration, Whole(sum.Left), Whole(sum.Right)),
        TimeFieldNode field => new Conversion<long, long>(Whole(field.Operand), RowConversions.TimeFieldOf(field)),
        CallNode call => WholeCall(call),
        _ => throw NoRule(node),
    };

    private static ValueNode<long> WholeCall(CallNode call)
    {
        var from = call.Operand.Type.Kind;
        return (call.Function, from) switch
        {
            (ExpressionFunction.Size, ExpressionKind.String) => new Conversion<string, long>(Text(call.Operand), RowConversions.Size),
            (ExpressionFunction.Size, _) => new Conversion<RowValue[], long>(List(call.Operand), RowConversions.Size),
            (ExpressionFunction.ToInt, ExpressionKind.Double) => new Conversion<double, long>(Number(call.Operand), RowConversions.DoubleToInt),
            (ExpressionFunction.ToInt, ExpressionKind.String) => new Conversion<string, long>(Text(call.Operand), ValueText.TryParseInt),
            (ExpressionFunction.ToInt, ExpressionKind.Timestamp) => new Conversion<long, long>(Whole(call.Operand), RowConversions.TimestampToInt),
            (ExpressionFunction.ToTimestamp, ExpressionKind.Int) => new Conversion<long, long>(Whole(call.Operand), RowConversions.IntToTimestamp),
            (ExpressionFunction.ToTimestamp, ExpressionKind.String) => new Conversion<string, long>(Text(call.Operand), RowConversions.TextToTimestamp),
            (ExpressionFunction.ToDuration, ExpressionKind.String) => new Conversion<string, long>(Text(call.Operand), RowConversions.TextToDuration),
            _ => Whole(call.Operand),
        };
    }

    private static ValueNode<string> BuildText(ExpressionNode node) => node switch
    {
        LiteralNode literal => new Constant<string>(ValueState.Known, (string)literal.Value),
        AttributeNode attribute => new CategoryAttribute(attribute.Attribute.Id),
        FieldNode field => new CategoryField(field.Source, field.Field),
        BehaviourNode behaviour => new BehaviourText(behaviour),
        LocalNode local => new Local<string, TextCarrier>(local.Slot),
        IndexNode index => new Index<string, TextCarrier>(List(index.List), Whole(index.Index)),
        ConditionalNode conditional => new Conditional<string>(Truth(conditional.Condition), Text(conditional.Then), Text(conditional.Otherwise)),
        ArithmeticNode sum => new TextConcatenation(Text(sum.Left), Text(sum.Right)),
        CallNode { Function: ExpressionFunction.ToString } call => call.Operand.Type.Kind switch
        {
            ExpressionKind.Bool => new TruthToText(Truth(call.Operand)),
            ExpressionKind.Int => new Conversion<long, string>(Whole(call.Operand), RowConversions.IntToText),
            ExpressionKind.Double => new Conversion<double, string>(Number(call.Operand), RowConversions.DoubleToText),
            ExpressionKind.Timestamp => new Conversion<long, string>(Whole(call.Operand), RowConversions.TimestampToText),
            ExpressionKind.Duration => new Conversion<long, string>(Whole(call.Operand), RowConversions.DurationToText),
            _ => Text(call.Operand),
        },
        _ => throw NoRule(node),
    };

    private static ValueNode<RowValue[]> BuildList(ExpressionNode node) => node switch
    {
        ListNode list => new ListOf([.. list.Items.Select(Cell)]),
        TagsNode => new TagList(),
        LocalNode local => new Local<RowValue[], ListCarrier>(local.Slot),
        IndexNode index => new Index<RowValue[], ListCarrier>(List(index.List), Whole(index.Index)),
        ConditionalNode conditional => new Conditional<RowValue[]>(Truth(conditional.Condition), List(conditional.Then), List(conditional.Otherwise)),
        ArithmeticNode sum => new ListConcatenation(List(sum.Left), List(sum.Right)),
        MacroNode { Macro: ListMacro.Filter } filter => new ListTransformation(List(filter.Range), filter.Slot, Truth(filter.Body), null),
        MacroNode map => new ListTransformation(List(map.Range), map.Slot, map.Condition is null ? null : Truth(map.Condition), Cell(map.Body)),
        _ => throw NoRule(node),
    };
}
