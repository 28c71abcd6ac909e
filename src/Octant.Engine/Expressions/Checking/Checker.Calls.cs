using Octant.Engine.Expressions.Syntax;

namespace Octant.Engine.Expressions.Checking;

/// <summary>Functions and macros: what they are called on, what they take, what is left out or not there yet.</summary>
internal sealed partial class Checker
{
    private static readonly Dictionary<string, TimeField> TimeFields = new(StringComparer.Ordinal)
    {
        ["getFullYear"] = TimeField.FullYear,
        ["getMonth"] = TimeField.Month,
        ["getDate"] = TimeField.Date,
        ["getDayOfMonth"] = TimeField.DayOfMonth,
        ["getDayOfWeek"] = TimeField.DayOfWeek,
        ["getDayOfYear"] = TimeField.DayOfYear,
        ["getHours"] = TimeField.Hours,
        ["getMinutes"] = TimeField.Minutes,
        ["getSeconds"] = TimeField.Seconds,
        ["getMilliseconds"] = TimeField.Milliseconds,
    };

    private static readonly Dictionary<string, ListMacro> Macros = new(StringComparer.Ordinal)
    {
        ["all"] = ListMacro.All,
        ["exists"] = ListMacro.Exists,
        ["exists_one"] = ListMacro.ExistsOne,
        ["map"] = ListMacro.Map,
        ["filter"] = ListMacro.Filter,
    };

    private static readonly Dictionary<string, ExpressionFunction> Conversions = new(StringComparer.Ordinal)
    {
        ["bool"] = ExpressionFunction.ToBool,
        ["int"] = ExpressionFunction.ToInt,
        ["double"] = ExpressionFunction.ToDouble,
        ["string"] = ExpressionFunction.ToString,
        ["timestamp"] = ExpressionFunction.ToTimestamp,
        ["duration"] = ExpressionFunction.ToDuration,
    };

    private static readonly string[] BehaviourFunctions = ["count", "sum", "last", "absent", "first", "sequence", "inArea"];

    private static readonly string[] GlobalFunctions = ["has", "size", "owns", "contacted", .. BehaviourFunctions, .. Conversions.Keys];

    private static readonly string[] Methods = ["size", "contains", "startsWith", "endsWith", "matches", .. Macros.Keys, .. TimeFields.Keys];

    private static readonly HashSet<string> FunctionNames = new([.. GlobalFunctions, .. Methods], StringComparer.Ordinal);

    private static ExpressionType TypeOf(ExpressionFunction conversion) => conversion switch
    {
        ExpressionFunction.ToBool => ExpressionType.Bool,
        ExpressionFunction.ToInt => ExpressionType.Int,
        ExpressionFunction.ToDouble => ExpressionType.Double,
        ExpressionFunction.ToString => ExpressionType.String,
        ExpressionFunction.ToTimestamp => ExpressionType.Timestamp,
        _ => ExpressionType.Duration,
    };

    private ExpressionNode? Call(CallSyntax call) => call.Target is null ? Function(call) : Method(call, call.Target);

    private ExpressionNode? Function(CallSyntax call)
    {
        var name = call.Name.Text;
        switch (name)
        {
            case "has":
                return Has(call);
            case "owns":
                return Owns(call);
            case "contacted":
                return Contacted(call);
            case "size":
                return Arguments(call, 1) ? Size(call, Node(call.Arguments[0])) : null;
            case "matches":
                return Arguments(call, 2) ? Matches(call, Node(call.Arguments[0]), call.Arguments[1]) : null;
            case "count" or "sum" or "last" or "absent" or "first" or "sequence" or "inArea":
                return Behaviour(call);
            case "bytes" or "uint" or "dyn" or "type":
                return Error(call.Name.Start, $"{name}() is left out", "bool, int, double, string, timestamp or duration");
        }

        if (Conversions.TryGetValue(name, out var conversion))
        {
            return Arguments(call, 1) ? Conversion(call, conversion, Node(call.Arguments[0])) : null;
        }

        return FunctionNames.Contains(name)
            ? Error(call.Name.Start, $"{name} is called on a value", $"value.{name}(…)")
            : Error(call.Name.Start, $"Unknown function {name}", "a function of the language", NearestName.Of(name, GlobalFunctions));
    }

    private ExpressionNode? Method(CallSyntax call, SyntaxNode target)
    {
        var name = call.Name.Text;
        if (Macros.TryGetValue(name, out var macro))
        {
            return Macro(call, target, macro);
        }

        if (target is NameSyntax { Name: "customer" or "event" or "context" } root && !IsLocal(root.Name))
        {
            return Error(call.Name.Start, $"{root.Name} has no function {name}", $"{root.Name}.name");
        }

        if (TimeFields.TryGetValue(name, out var field))
        {
            return TimeFieldOf(call, field, Node(target));
        }

        switch (name)
        {
            case "size":
                return Arguments(call, 0) ? Size(call, Node(target)) : null;
            case "matches":
                return Arguments(call, 1) ? Matches(call, Node(target), call.Arguments[0]) : null;
            case "contains":
                return TextTest(call, target, ExpressionFunction.Contains);
            case "startsWith":
                return TextTest(call, target, ExpressionFunction.StartsWith);
            case "endsWith":
                return TextTest(call, target, ExpressionFunction.EndsWith);
        }

        return FunctionNames.Contains(name)
            ? Error(call.Name.Start, $"{name} is not called on a value", $"{name}(…)")
            : Error(call.Name.Start, $"Unknown function {name}", "a function of the language", NearestName.Of(name, Methods));
    }

    private bool Arguments(CallSyntax call, int count)
    {
        if (call.Arguments.Length == count)
        {
            return true;
        }

        var expected = count switch
        {
            0 => "no argument",
            1 => "one argument",
            2 => "two arguments",
            _ => "three arguments",
        };
        Error(call.Name.Start, $"{call.Name.Text} takes {expected}, not {ValueText.Of((long)call.Arguments.Length)}", expected);
        return false;
    }

    private HasNode? Has(CallSyntax call)
    {
        if (!Arguments(call, 1))
        {
            return null;
        }

        if (call.Arguments[0] is not SelectSyntax { Operand: NameSyntax { Name: "customer" or "event" or "context" } root } || IsLocal(root.Name))
        {
            Error(call.Arguments[0].Span.Start, "has() asks whether an attribute or a field is there", "has(customer.name), has(event.name) or has(context.name)");
            return null;
        }

        return Node(call.Arguments[0]) is { } target ? new HasNode(call.Span, target) : null;
    }

    private string? LiteralText(SyntaxNode argument, string what)
    {
        if (argument is LiteralSyntax { Value: string { Length: > 0 } value })
        {
            return value;
        }

        Error(argument.Span.Start, $"{what} is written out", "a string literal that is not empty");
        return null;
    }

    private OwnsNode? Owns(CallSyntax call)
    {
        if (!Arguments(call, 1) || LiteralText(call.Arguments[0], "The offering of owns") is not { } offering)
        {
            return null;
        }

        Remember(_offerings, offering);
        return new OwnsNode(call.Span, offering);
    }

    private ContactedNode? Contacted(CallSyntax call)
    {
        if (!Arguments(call, 2) || LiteralText(call.Arguments[0], "The campaign or offering of contacted") is not { } id)
        {
            return null;
        }

        if (call.Arguments[1] is CallSyntax { Target: null, Name.Text: "duration", Arguments: [LiteralSyntax { Value: string written }] }
            && ValueText.TryParseDuration(written, out var window) && window > TimeSpan.Zero)
        {
            Remember(_contacts, id);
            return new ContactedNode(call.Span, id, window);
        }

        Error(call.Arguments[1].Span.Start, "The window of contacted is written out, and longer than nothing", "a duration such as duration(\"168h\")");
        return null;
    }

    private ExpressionNode? Size(CallSyntax call, ExpressionNode? operand)
    {
        if (operand is null)
        {
            return null;
        }

        return operand.Type.Kind is ExpressionKind.String or ExpressionKind.List
            ? new CallNode(ExpressionType.Int, call.Span, ExpressionFunction.Size, operand, null)
            : Error(call.Name.Start, $"size is not defined for {operand.Type}", "string or list");
    }

    private ExpressionNode? TextTest(CallSyntax call, SyntaxNode target, ExpressionFunction function)
    {
        if (!Arguments(call, 1))
        {
            return null;
        }

        var whole = Node(target);
        var part = Node(call.Arguments[0]);
        if (whole is null || part is null)
        {
            return null;
        }

        if (whole.Type.Kind != ExpressionKind.String)
        {
            return Error(call.Name.Start, $"{call.Name.Text} is not defined for {whole.Type}", "string");
        }

        return part.Type.Kind == ExpressionKind.String
            ? new CallNode(ExpressionType.Bool, call.Span, function, whole, part)
            : Error(call.Arguments[0].Span.Start, $"{call.Name.Text} takes a string, not {Article(part.Type)}", "string");
    }

    private ExpressionNode? Matches(CallSyntax call, ExpressionNode? operand, SyntaxNode argument)
    {
        if (operand is null)
        {
            return null;
        }

        if (operand.Type.Kind != ExpressionKind.String)
        {
            return Error(call.Name.Start, $"matches is not defined for {operand.Type}", "string");
        }

        if (argument is not LiteralSyntax { Value: string source })
        {
            return Error(argument.Span.Start, "The pattern of matches is written out", "a string literal");
        }

        return TextPattern.TryCreate(source, out var pattern, out var problem)
            ? new MatchesNode(call.Span, operand, pattern!)
            : Error(argument.Span.Start, problem!, "a pattern in RE2 syntax");
    }

    private ExpressionNode? Conversion(CallSyntax call, ExpressionFunction conversion, ExpressionNode? operand)
    {
        if (operand is null)
        {
            return null;
        }

        ExpressionKind[] accepted = conversion switch
        {
            ExpressionFunction.ToBool => [ExpressionKind.Bool, ExpressionKind.String],
            ExpressionFunction.ToInt => [ExpressionKind.Int, ExpressionKind.Double, ExpressionKind.String, ExpressionKind.Timestamp],
            ExpressionFunction.ToDouble => [ExpressionKind.Double, ExpressionKind.Int, ExpressionKind.String],
            ExpressionFunction.ToString =>
            [
                ExpressionKind.String, ExpressionKind.Bool, ExpressionKind.Int, ExpressionKind.Double, ExpressionKind.Timestamp, ExpressionKind.Duration,
            ],
            ExpressionFunction.ToTimestamp => [ExpressionKind.Timestamp, ExpressionKind.String, ExpressionKind.Int],
            _ => [ExpressionKind.Duration, ExpressionKind.String],
        };
        return Array.IndexOf(accepted, operand.Type.Kind) >= 0
            ? new CallNode(TypeOf(conversion), call.Span, conversion, operand, null)
            : Error(
                call.Arguments[0].Span.Start,
                $"{call.Name.Text}() does not convert {Article(operand.Type)}",
                string.Join(", ", accepted.Select(kind => kind.ToString().ToLowerInvariant())));
    }

    private ExpressionNode? TimeFieldOf(CallSyntax call, TimeField field, ExpressionNode? operand)
    {
        if (operand is null)
        {
            return null;
        }

        var ofDuration = operand.Type.Kind == ExpressionKind.Duration
            && field is TimeField.Hours or TimeField.Minutes or TimeField.Seconds or TimeField.Milliseconds;
        if (operand.Type.Kind != ExpressionKind.Timestamp && !(operand.Type.Kind == ExpressionKind.Duration && ofDuration))
        {
            return Error(call.Name.Start, $"{call.Name.Text} is not defined for {operand.Type}", "timestamp");
        }

        if (call.Arguments.Length == 0)
        {
            return new TimeFieldNode(call.Span, field, operand, TimeSpan.Zero);
        }

        if (operand.Type.Kind == ExpressionKind.Duration || call.Arguments.Length > 1)
        {
            Arguments(call, 0);
            return null;
        }

        return call.Arguments[0] is LiteralSyntax { Value: string zone } && ValueText.TryParseOffset(zone, out var offset)
            ? new TimeFieldNode(call.Span, field, operand, offset)
            : Error(call.Arguments[0].Span.Start, "Names of time zones are left out", "a fixed offset such as \"+08:00\", or \"UTC\"");
    }

    private ExpressionNode? Macro(CallSyntax call, SyntaxNode target, ListMacro macro)
    {
        var filtered = macro == ListMacro.Map && call.Arguments.Length == 3;
        if (!filtered && !Arguments(call, 2))
        {
            return null;
        }

        var range = Node(target);
        if (range is null)
        {
            return null;
        }

        if (!range.Type.IsList)
        {
            return Error(target.Span.Start, $"{call.Name.Text} is not defined for {range.Type}", "a list");
        }

        if (call.Arguments[0] is not NameSyntax variable)
        {
            return Error(call.Arguments[0].Span.Start, $"The first argument of {call.Name.Text} names its variable", "a name");
        }

        if (range.Type.Element!.Kind == ExpressionKind.Any)
        {
            return OverNothing(call, macro, range);
        }

        var slot = _locals.Count;
        LocalCount = Math.Max(LocalCount, slot + 1);
        _locals.Add((variable.Name, range.Type.Element, slot));
        var condition = filtered ? Node(call.Arguments[1]) : null;
        var body = Node(call.Arguments[^1]);
        _locals.RemoveAt(slot);
        if (body is null || (filtered && condition is null))
        {
            return null;
        }

        if (condition is not null && condition.Type.Kind != ExpressionKind.Bool)
        {
            return Error(call.Arguments[1].Span.Start, $"The condition of map is of type {condition.Type}", "bool");
        }

        if (macro != ListMacro.Map && body.Type.Kind != ExpressionKind.Bool)
        {
            return Error(call.Arguments[^1].Span.Start, $"The condition of {call.Name.Text} is of type {body.Type}", "bool");
        }

        var type = macro switch
        {
            ListMacro.Map => ExpressionType.ListOf(body.Type),
            ListMacro.Filter => range.Type,
            _ => ExpressionType.Bool,
        };
        return new MacroNode(type, call.Span, macro, range, slot, condition, body);
    }

    /// <summary>A macro over [] itself: its elements have no type and its body is never evaluated.</summary>
    private ExpressionNode? OverNothing(CallSyntax call, ListMacro macro, ExpressionNode range)
    {
        if (range is not ListNode { Items.Count: 0 })
        {
            return Error(range.Span.Start, "This list is always empty", "a list with elements");
        }

        return macro switch
        {
            ListMacro.All => new LiteralNode(ExpressionType.Bool, call.Span, true),
            ListMacro.Exists or ListMacro.ExistsOne => new LiteralNode(ExpressionType.Bool, call.Span, false),
            _ => new ListNode(range.Type, call.Span, []),
        };
    }
}
