using System.Globalization;
using Octant.Engine.Expressions.Syntax;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions.Checking;

/// <summary>
/// Resolves names and types. An int literal that faces a double, as an operand or an element, becomes a double; nothing else
/// converts. A part with an error is null and silences what is built on it, so that each mistake is told once; the other parts
/// are still checked.
/// </summary>
internal sealed partial class Checker(string text, ExpressionSchema schema)
{
    private readonly List<CompileError> _errors = [];
    private readonly List<(string Name, ExpressionType Type, int Slot)> _locals = [];
    private readonly List<int> _attributeIds = [];
    private readonly List<string> _eventFields = [];
    private readonly List<string> _contextFields = [];
    private readonly List<string> _offerings = [];
    private readonly List<string> _contacts = [];
    private readonly List<BehaviourNode> _behaviour = [];

    /// <summary>The event type a condition of a behaviour function is about: there, <c>event</c> is one of these.</summary>
    private CustomerEventType? _counted;

    public IReadOnlyList<CompileError> Errors =>
        [.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column).Take(ExpressionLimits.Errors)];

    public int LocalCount { get; private set; }

    public ExpressionReferences References => new(_attributeIds, _eventFields, _contextFields, _offerings, _contacts)
    {
        Behaviour = _behaviour,
        Measures = [.. _behaviour.SelectMany(node => node.Uses).DistinctBy(use => use.Measure)],
    };

    public ExpressionNode? Check(SyntaxNode syntax, bool mustBeBool)
    {
        var tree = Node(syntax);
        if (tree is null)
        {
            return null;
        }

        if (mustBeBool && tree.Type.Kind != ExpressionKind.Bool)
        {
            return Error(syntax.Span.Start, $"The expression is of type {tree.Type}, not a condition", "bool");
        }

        var steps = CostEstimate.Of(tree).Steps;
        return steps > ExpressionLimits.Cost
            ? Error(
                syntax.Span.Start,
                string.Create(CultureInfo.InvariantCulture, $"The expression is too costly: up to {steps:0.###e+0} steps for one customer, more than {ExpressionLimits.Cost}"),
                "fewer or smaller lists inside macros")
            : tree;
    }

    private ExpressionNode? Error(int position, string message, string? expected = null, string? nearest = null)
    {
        _errors.Add(SourcePosition.ErrorAt(text, position, message, expected, nearest));
        return null;
    }

    private ExpressionNode? Node(SyntaxNode syntax) => syntax switch
    {
        LiteralSyntax literal => Literal(literal),
        NameSyntax name => Name(name),
        SelectSyntax select => Select(select),
        CallSyntax call => Call(call),
        IndexSyntax index => Index(index),
        ListSyntax list => List(list),
        UnarySyntax unary => Unary(unary),
        BinarySyntax binary => Binary(binary),
        LogicSyntax logic => Logic(logic),
        ConditionalSyntax conditional => Conditional(conditional),
        _ => throw new InvalidOperationException($"No rule for {syntax.GetType().Name}."),
    };

    private static LiteralNode Literal(LiteralSyntax literal) => new(
        literal.Value switch
        {
            bool => ExpressionType.Bool,
            long => ExpressionType.Int,
            double => ExpressionType.Double,
            _ => ExpressionType.String,
        },
        literal.Span,
        literal.Value);

    private ExpressionNode? Name(NameSyntax name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_locals[i].Name, name.Name, StringComparison.Ordinal))
            {
                return new LocalNode(_locals[i].Type, name.Span, _locals[i].Slot);
            }
        }

        switch (name.Name)
        {
            case "now":
                return new NowNode(name.Span);
            case "customer":
                return Error(name.Span.Start, "customer alone is no value", "customer.<attribute> or customer.tags");
            case "event" or "context":
                return Error(name.Span.Start, $"{name.Name} alone is no value", $"{name.Name}.<field>");
            case "dyn" or "type" or "bytes" or "uint" or "null_type" or "map":
                return Error(name.Span.Start, $"{name.Name} is left out");
        }

        var variables = _locals.Select(local => local.Name).Concat(["customer", "event", "context", "now"]);
        if (schema.Attributes.TryGet(name.Name, out _))
        {
            return Error(name.Span.Start, $"Unknown name {name.Name}", $"customer.{Quoted(name.Name)}", $"customer.{Quoted(name.Name)}");
        }

        return FunctionNames.Contains(name.Name)
            ? Error(name.Span.Start, $"{name.Name} is a function", $"{name.Name}(…)")
            : Error(name.Span.Start, $"Unknown name {name.Name}", "customer, event, context, now or a macro's variable", NearestName.Of(name.Name, variables));
    }

    private static string Article(ExpressionType type, bool capital = false) =>
        (capital ? "A" : "a") + (type.Kind is ExpressionKind.Int or ExpressionKind.Any ? "n " : " ") + type;

    private bool IsLocal(string name) => _locals.Exists(local => string.Equals(local.Name, name, StringComparison.Ordinal));

    private static string Quoted(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_') ? name : $"`{name}`";

    private ExpressionNode? Select(SelectSyntax select)
    {
        if (select.Operand is NameSyntax root && !IsLocal(root.Name))
        {
            switch (root.Name)
            {
                case "customer":
                    return Attribute(select);
                case "event":
                    return Field(select, FieldSource.Event, _counted?.Fields ?? schema.Event, "There is no event here", _counted is null ? _eventFields : []);
                case "context":
                    return Field(select, FieldSource.Context, schema.Context, "There is no decision and so no context here", _contextFields);
            }
        }

        var operand = Node(select.Operand);
        if (operand is null)
        {
            return null;
        }

        var method = FunctionNames.Contains(select.Field.Text) ? $".{select.Field.Text}(…)" : null;
        return Error(select.Field.Start, $"{Article(operand.Type, capital: true)} has no field {select.Field.Text}", method);
    }

    private ExpressionNode? Attribute(SelectSyntax select)
    {
        var name = select.Field.Text;
        if (name is "tags")
        {
            return new TagsNode(select.Span);
        }

        if (!schema.Attributes.TryGet(name, out var attribute))
        {
            var usable = schema.Attributes.All.Where(known => known.Kind != AttributeKind.Text).Select(known => known.Name).Append("tags");
            return Error(select.Field.Start, $"Unknown attribute {name}", "an attribute of the dictionary, or tags", NearestName.Of(name, usable));
        }

        if (attribute.Kind == AttributeKind.Text)
        {
            return Error(select.Field.Start, $"{name} is a text, and texts cannot be used in expressions", "a number, category, flag or date");
        }

        Remember(_attributeIds, attribute.Id);
        return new AttributeNode(TypeOf(attribute.Kind), select.Span, attribute);
    }

    private ExpressionNode? Field(SelectSyntax select, FieldSource source, IReadOnlyList<FieldDefinition>? fields, string absent, List<string> names)
    {
        if (fields is null)
        {
            return Error(select.Span.Start, absent, "customer.<attribute>");
        }

        var field = fields.FirstOrDefault(known => string.Equals(known.Name, select.Field.Text, StringComparison.Ordinal));
        if (field is null || field.Kind == AttributeKind.Text)
        {
            var what = source == FieldSource.Event ? "event" : "context";
            return Error(
                select.Field.Start,
                field is null
                    ? $"Unknown field {select.Field.Text} of the {what}"
                    : $"{field.Name} is a text, and texts cannot be used in expressions",
                fields.Count == 0 ? $"nothing: this {what} declares no field" : $"one of {string.Join(", ", fields.Take(10).Select(known => known.Name))}",
                field is null ? NearestName.Of(select.Field.Text, fields.Select(known => known.Name)) : null);
        }

        Remember(names, field.Name);
        return new FieldNode(TypeOf(field.Kind), select.Span, source, field);
    }

    private static ExpressionType TypeOf(AttributeKind kind) => kind switch
    {
        AttributeKind.Number => ExpressionType.Double,
        AttributeKind.Category => ExpressionType.String,
        AttributeKind.Flag => ExpressionType.Bool,
        _ => ExpressionType.Timestamp,
    };

    private static void Remember<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
        {
            list.Add(item);
        }
    }

    private ExpressionNode? Index(IndexSyntax index)
    {
        if (index.Operand is NameSyntax { Name: "customer" or "event" or "context" } root && !IsLocal(root.Name))
        {
            return Error(index.Span.Start, $"{root.Name}[…] is left out", $"{root.Name}.name, or {root.Name}.`name` for names with special characters");
        }

        var list = Node(index.Operand);
        var position = Node(index.Index);
        if (list is null || position is null)
        {
            return null;
        }

        if (!list.Type.IsList)
        {
            return Error(index.Operand.Span.Start, $"{Article(list.Type, capital: true)} cannot be indexed", "a list");
        }

        if (list.Type.Element!.Kind == ExpressionKind.Any)
        {
            return Error(index.Operand.Span.Start, "This list is always empty", "a list with elements");
        }

        return position.Type.Kind == ExpressionKind.Int
            ? new IndexNode(list.Type.Element, index.Span, list, position)
            : Error(index.Index.Span.Start, $"An index is an int, not {Article(position.Type)}", "int");
    }

    private ListNode? List(ListSyntax list)
    {
        var items = list.Items.Select(Node).ToArray();
        if (items.Any(item => item is null))
        {
            return null;
        }

        if (items.Length == 0)
        {
            return new ListNode(ExpressionType.ListOf(ExpressionType.Any), list.Span, []);
        }

        foreach (var type in items.Select(item => item!.Type).Distinct())
        {
            var converted = items.Select(item => Convert(item!, type)).ToArray();
            if (Array.TrueForAll(converted, item => item is not null))
            {
                return new ListNode(ExpressionType.ListOf(type), list.Span, converted!);
            }
        }

        var odd = Array.FindIndex(items, item => item!.Type != items[0]!.Type);
        Error(list.Items[odd].Span.Start, $"This list holds {items[0]!.Type} and {items[odd]!.Type}", $"elements of one type, here {items[0]!.Type}");
        return null;
    }

    private ExpressionNode? Unary(UnarySyntax unary)
    {
        var operand = Node(unary.Operand);
        if (operand is null)
        {
            return null;
        }

        if (unary.Symbol is "!")
        {
            return operand.Type.Kind == ExpressionKind.Bool
                ? new NotNode(unary.Span, operand)
                : Error(unary.Operand.Span.Start, $"'!' is not defined for {operand.Type}", "bool");
        }

        return operand.Type.Kind is ExpressionKind.Int or ExpressionKind.Double
            ? new NegateNode(operand.Type, unary.Span, operand)
            : Error(unary.Operand.Span.Start, $"'-' is not defined for {operand.Type}", "int or double");
    }

    private LogicNode? Logic(LogicSyntax logic)
    {
        var symbol = logic.IsAnd ? "&&" : "||";
        var terms = new List<ExpressionNode>(logic.Terms.Length);
        foreach (var syntax in logic.Terms)
        {
            var term = Node(syntax);
            if (term is null)
            {
                continue;
            }

            if (term.Type.Kind == ExpressionKind.Bool)
            {
                terms.Add(term);
            }
            else
            {
                Error(syntax.Span.Start, $"'{symbol}' is not defined for {term.Type}", "bool");
            }
        }

        return terms.Count == logic.Terms.Length ? new LogicNode(logic.Span, logic.IsAnd, terms) : null;
    }

    private ExpressionNode? Conditional(ConditionalSyntax conditional)
    {
        var condition = Node(conditional.Condition);
        var then = Node(conditional.Then);
        var otherwise = Node(conditional.Otherwise);
        if (condition is not null && condition.Type.Kind != ExpressionKind.Bool)
        {
            condition = Error(conditional.Condition.Span.Start, $"The condition before '?' is of type {condition.Type}", "bool");
        }

        if (condition is null || then is null || otherwise is null)
        {
            return null;
        }

        return Unify(ref then, ref otherwise)
            ? new ConditionalNode(then.Type, conditional.Span, condition, then, otherwise)
            : Error(conditional.Otherwise.Span.Start, $"'?:' gives {Article(then.Type)} or {Article(otherwise.Type)}", $"two values of one type, here {then.Type}");
    }

    /// <summary>Makes two operands one type by converting literals; false when that cannot be.</summary>
    private static bool Unify(ref ExpressionNode left, ref ExpressionNode right)
    {
        if (left.Type == right.Type)
        {
            return true;
        }

        if (Convert(right, left.Type) is { } convertedRight)
        {
            right = convertedRight;
            return true;
        }

        if (Convert(left, right.Type) is { } convertedLeft)
        {
            left = convertedLeft;
            return true;
        }

        return false;
    }

    /// <summary>The node as that type: an int literal as a double, list literals element by element; null when it is none of these.</summary>
    private static ExpressionNode? Convert(ExpressionNode node, ExpressionType type)
    {
        if (node.Type == type)
        {
            return node;
        }

        switch (node)
        {
            case LiteralNode { Value: long value } when type.Kind == ExpressionKind.Double:
                return new LiteralNode(type, node.Span, (double)value);
            case ListNode list when type.IsList:
                var items = list.Items.Select(item => Convert(item, type.Element!)).ToArray();
                return Array.TrueForAll(items, item => item is not null) ? new ListNode(type, node.Span, items!) : null;
            case ArithmeticNode { Operation: Arithmetic.Add } sum when type.IsList && sum.Type.IsList:
                return Convert(sum.Left, type) is { } left && Convert(sum.Right, type) is { } right
                    ? new ArithmeticNode(type, node.Span, Arithmetic.Add, left, right)
                    : null;
            case ConditionalNode conditional when type.IsList && conditional.Type.IsList:
                return Convert(conditional.Then, type) is { } then && Convert(conditional.Otherwise, type) is { } otherwise
                    ? new ConditionalNode(type, node.Span, conditional.Condition, then, otherwise)
                    : null;
            default:
                return null;
        }
    }
}
