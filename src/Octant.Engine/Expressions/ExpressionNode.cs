using Octant.Engine.Behaviour;
using Octant.Engine.Expressions.Syntax;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions;

/// <summary>
/// The typed tree of an expression: names resolved, types known, literals converted. Both gears and the interpreter read it.
/// </summary>
public abstract class ExpressionNode(ExpressionType type, SourceSpan span)
{
    public ExpressionType Type { get; } = type;

    /// <summary>Where it stands in the text, without brackets around the whole.</summary>
    public SourceSpan Span { get; } = span;
}

/// <summary>A bool, long, double or string, as its type says.</summary>
public sealed class LiteralNode(ExpressionType type, SourceSpan span, object value) : ExpressionNode(type, span)
{
    public object Value { get; } = value;
}

public sealed class ListNode(ExpressionType type, SourceSpan span, IReadOnlyList<ExpressionNode> items) : ExpressionNode(type, span)
{
    public IReadOnlyList<ExpressionNode> Items { get; } = items;
}

/// <summary><c>customer.name</c>.</summary>
public sealed class AttributeNode(ExpressionType type, SourceSpan span, AttributeDefinition attribute) : ExpressionNode(type, span)
{
    public AttributeDefinition Attribute { get; } = attribute;
}

/// <summary><c>customer.tags</c>: a list of strings in the order of their code points, never unknown.</summary>
public sealed class TagsNode(SourceSpan span) : ExpressionNode(ExpressionType.ListOf(ExpressionType.String), span);

public enum FieldSource
{
    Event,
    Context,
}

/// <summary><c>event.name</c> or <c>context.name</c>.</summary>
public sealed class FieldNode(ExpressionType type, SourceSpan span, FieldSource source, FieldDefinition field) : ExpressionNode(type, span)
{
    public FieldSource Source { get; } = source;

    public FieldDefinition Field { get; } = field;
}

public sealed class NowNode(SourceSpan span) : ExpressionNode(ExpressionType.Timestamp, span);

/// <summary>The variable of a macro.</summary>
public sealed class LocalNode(ExpressionType type, SourceSpan span, int slot) : ExpressionNode(type, span)
{
    public int Slot { get; } = slot;
}

/// <summary><c>has(customer.name)</c>: whether it is there; never unknown.</summary>
public sealed class HasNode(SourceSpan span, ExpressionNode target) : ExpressionNode(ExpressionType.Bool, span)
{
    /// <summary>An attribute, a field, or the tags.</summary>
    public ExpressionNode Target { get; } = target;
}

public sealed class OwnsNode(SourceSpan span, string offeringId) : ExpressionNode(ExpressionType.Bool, span)
{
    public string OfferingId { get; } = offeringId;
}

public sealed class ContactedNode(SourceSpan span, string campaignOrOfferingId, TimeSpan window) : ExpressionNode(ExpressionType.Bool, span)
{
    public string CampaignOrOfferingId { get; } = campaignOrOfferingId;

    /// <summary>More than zero.</summary>
    public TimeSpan Window { get; } = window;
}

public enum BehaviourFunction
{
    /// <summary><c>count("type", window)</c>: int.</summary>
    Count,

    /// <summary><c>sum("type", "field", window)</c>: double.</summary>
    Sum,

    /// <summary><c>last("type")</c>: timestamp.</summary>
    LastTime,

    /// <summary><c>last("type", "field")</c>: as the field.</summary>
    LastValue,

    /// <summary><c>absent("type", window)</c>: bool.</summary>
    Absent,

    /// <summary><c>first("type")</c>, <c>first("type", pause)</c>: bool.</summary>
    First,

    /// <summary><c>sequence("type", "type", within, window)</c>: bool.</summary>
    Sequence,

    /// <summary><c>inArea("area")</c>, <c>inArea("area", within)</c>: bool.</summary>
    InArea,
}

/// <summary>A question about what the customer did over time. Unknown until observed whole, unless decided already.</summary>
public sealed class BehaviourNode(ExpressionType type, SourceSpan span, BehaviourFunction function, IReadOnlyList<MeasureUse> uses)
    : ExpressionNode(type, span)
{
    public BehaviourFunction Function { get; } = function;

    /// <summary>What must be kept for it: one measure, two for a sequence, up to three per location event type for an area.</summary>
    public IReadOnlyList<MeasureUse> Uses { get; } = uses;

    /// <summary>Of a count, sum, absence or sequence; of a first time the pause before; how old a location may be. Null: any length.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>At most so long between the two of a sequence.</summary>
    public TimeSpan Within { get; init; }

    /// <summary>For <see cref="BehaviourFunction.InArea"/>.</summary>
    public AreaTest? Area { get; init; }

    public BehaviourMeasure Measure => Uses[0].Measure;

    /// <summary>How long it must have been observed to be known whatever happened; null for what is known once something happened.</summary>
    public TimeSpan? Reach => Function switch
    {
        BehaviourFunction.Count or BehaviourFunction.Sum or BehaviourFunction.Absent => Window,
        BehaviourFunction.First => Window ?? BehaviourReader.Ever,
        BehaviourFunction.Sequence => Window + Within,
        _ => null,
    };
}

public sealed class NotNode(SourceSpan span, ExpressionNode operand) : ExpressionNode(ExpressionType.Bool, span)
{
    public ExpressionNode Operand { get; } = operand;
}

/// <summary>A chain of &amp;&amp; or of ||, two terms or more.</summary>
public sealed class LogicNode(SourceSpan span, bool isAnd, IReadOnlyList<ExpressionNode> terms) : ExpressionNode(ExpressionType.Bool, span)
{
    public bool IsAnd { get; } = isAnd;

    public IReadOnlyList<ExpressionNode> Terms { get; } = terms;
}

public sealed class ConditionalNode(ExpressionType type, SourceSpan span, ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise)
    : ExpressionNode(type, span)
{
    public ExpressionNode Condition { get; } = condition;

    public ExpressionNode Then { get; } = then;

    public ExpressionNode Otherwise { get; } = otherwise;
}

public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Both sides have one type.</summary>
public sealed class CompareNode(SourceSpan span, Comparison comparison, ExpressionNode left, ExpressionNode right)
    : ExpressionNode(ExpressionType.Bool, span)
{
    public Comparison Comparison { get; } = comparison;

    public ExpressionNode Left { get; } = left;

    public ExpressionNode Right { get; } = right;
}

public sealed class NegateNode(ExpressionType type, SourceSpan span, ExpressionNode operand) : ExpressionNode(type, span)
{
    public ExpressionNode Operand { get; } = operand;
}

public enum Arithmetic
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// <summary>
/// int and double by themselves, <c>+</c> for strings and lists, and the sums and differences of timestamps and durations.
/// </summary>
public sealed class ArithmeticNode(ExpressionType type, SourceSpan span, Arithmetic operation, ExpressionNode left, ExpressionNode right)
    : ExpressionNode(type, span)
{
    public Arithmetic Operation { get; } = operation;

    public ExpressionNode Left { get; } = left;

    public ExpressionNode Right { get; } = right;
}

/// <summary><c>item in list</c>; the list's elements have the item's type.</summary>
public sealed class InNode(SourceSpan span, ExpressionNode item, ExpressionNode list) : ExpressionNode(ExpressionType.Bool, span)
{
    public ExpressionNode Item { get; } = item;

    public ExpressionNode List { get; } = list;
}

public sealed class IndexNode(ExpressionType type, SourceSpan span, ExpressionNode list, ExpressionNode index) : ExpressionNode(type, span)
{
    public ExpressionNode List { get; } = list;

    public ExpressionNode Index { get; } = index;
}

public enum ExpressionFunction
{
    /// <summary>Of a string in code points, of a list in elements.</summary>
    Size,
    Contains,
    StartsWith,
    EndsWith,
    ToBool,
    ToInt,
    ToDouble,
    ToString,
    ToTimestamp,
    ToDuration,
}

/// <summary>A function of one or two operands; which one of its overloads, the operand's type says.</summary>
public sealed class CallNode(ExpressionType type, SourceSpan span, ExpressionFunction function, ExpressionNode operand, ExpressionNode? argument)
    : ExpressionNode(type, span)
{
    public ExpressionFunction Function { get; } = function;

    public ExpressionNode Operand { get; } = operand;

    public ExpressionNode? Argument { get; } = argument;
}

/// <summary><c>text.matches("pattern")</c>: whether the pattern is found anywhere in the text.</summary>
public sealed class MatchesNode(SourceSpan span, ExpressionNode operand, TextPattern pattern) : ExpressionNode(ExpressionType.Bool, span)
{
    public ExpressionNode Operand { get; } = operand;

    public TextPattern Pattern { get; } = pattern;
}

public enum TimeField
{
    FullYear,
    Month,
    Date,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}

/// <summary><c>getHours()</c> and its like, of a timestamp at a fixed offset from UTC or of a duration.</summary>
public sealed class TimeFieldNode(SourceSpan span, TimeField field, ExpressionNode operand, TimeSpan offset)
    : ExpressionNode(ExpressionType.Int, span)
{
    public TimeField Field { get; } = field;

    public ExpressionNode Operand { get; } = operand;

    /// <summary>East of UTC; zero for a duration.</summary>
    public TimeSpan Offset { get; } = offset;
}

public enum ListMacro
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
}

/// <summary>
/// <c>range.all(x, body)</c> and its like. <see cref="Condition"/> is the second argument of a map with three: elements for
/// which it is false are left out.
/// </summary>
public sealed class MacroNode(
    ExpressionType type,
    SourceSpan span,
    ListMacro macro,
    ExpressionNode range,
    int slot,
    ExpressionNode? condition,
    ExpressionNode body) : ExpressionNode(type, span)
{
    public ListMacro Macro { get; } = macro;

    public ExpressionNode Range { get; } = range;

    /// <summary>Where the variable is kept; no two variables in sight of each other share one.</summary>
    public int Slot { get; } = slot;

    public ExpressionNode? Condition { get; } = condition;

    public ExpressionNode Body { get; } = body;
}
