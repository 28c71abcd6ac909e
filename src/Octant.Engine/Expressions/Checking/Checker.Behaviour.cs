using Octant.Engine.Behaviour;
using Octant.Engine.Expressions.Syntax;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions.Checking;

/// <summary>
/// Behaviour functions. Event types, fields, windows and areas are written out, so that what must be kept is known when the
/// expression is; a condition sees the counted event only, so that its answer about an event never changes.
/// </summary>
internal sealed partial class Checker
{
    private const string WindowExpected = "a duration from 1 minute to 90 days, such as duration(\"168h\")";

    private BehaviourNode? Behaviour(CallSyntax call)
    {
        if (_counted is not null)
        {
            Error(call.Name.Start, $"{call.Name.Text} cannot be used inside a condition about events", $"event.<field> of {_counted.Type}");
            return null;
        }

        var node = call.Name.Text switch
        {
            "count" => Count(call),
            "sum" => SumOf(call),
            "last" => Last(call),
            "absent" => Absent(call),
            "first" => First(call),
            "sequence" => Sequence(call),
            _ => InArea(call),
        };
        if (node is not null)
        {
            _behaviour.Add(node);
        }

        return node;
    }

    private bool Arguments(CallSyntax call, int least, int most)
    {
        if (call.Arguments.Length >= least && call.Arguments.Length <= most)
        {
            return true;
        }

        var expected = $"{ValueText.Of((long)least)} to {ValueText.Of((long)most)} arguments";
        Error(call.Name.Start, $"{call.Name.Text} takes {expected}, not {ValueText.Of((long)call.Arguments.Length)}", expected);
        return false;
    }

    private BehaviourNode? Count(CallSyntax call)
    {
        if (!Arguments(call, 2, 3)
            || EventTypeOf(call, 0) is not { } type
            || WindowOf(call, 1) is not { } window
            || !TryCondition(call, 2, type, out var condition))
        {
            return null;
        }

        var measure = BehaviourMeasure.Count(type.Type, window, condition?.Text);
        return new BehaviourNode(ExpressionType.Int, call.Span, BehaviourFunction.Count, [new MeasureUse(measure, condition)]) { Window = window };
    }

    private BehaviourNode? SumOf(CallSyntax call)
    {
        if (!Arguments(call, 3, 4)
            || EventTypeOf(call, 0) is not { } type
            || FieldOf(call, 1, type, AttributeKind.Number) is not { } field
            || WindowOf(call, 2) is not { } window
            || !TryCondition(call, 3, type, out var condition))
        {
            return null;
        }

        var measure = BehaviourMeasure.Sum(type.Type, field.Name, window, condition?.Text);
        return new BehaviourNode(ExpressionType.Double, call.Span, BehaviourFunction.Sum, [new MeasureUse(measure, condition)]) { Window = window };
    }

    private BehaviourNode? Last(CallSyntax call)
    {
        if (!Arguments(call, 1, 2) || EventTypeOf(call, 0) is not { } type)
        {
            return null;
        }

        if (call.Arguments.Length == 1)
        {
            var moment = new MeasureUse(BehaviourMeasure.Times(type.Type, depth: 1), null);
            return new BehaviourNode(ExpressionType.Timestamp, call.Span, BehaviourFunction.LastTime, [moment]);
        }

        return FieldOf(call, 1, type, null) is { } field
            ? new BehaviourNode(
                TypeOf(field.Kind), call.Span, BehaviourFunction.LastValue, [new MeasureUse(BehaviourMeasure.Value(type.Type, field.Name), null)])
            : null;
    }

    private BehaviourNode? Absent(CallSyntax call)
    {
        if (!Arguments(call, 2, 3)
            || EventTypeOf(call, 0) is not { } type
            || WindowOf(call, 1) is not { } window
            || !TryCondition(call, 2, type, out var condition))
        {
            return null;
        }

        var use = new MeasureUse(BehaviourMeasure.Times(type.Type, depth: 1, condition?.Text), condition);
        return new BehaviourNode(ExpressionType.Bool, call.Span, BehaviourFunction.Absent, [use]) { Window = window };
    }

    private BehaviourNode? First(CallSyntax call)
    {
        if (!Arguments(call, 1, 2) || EventTypeOf(call, 0) is not { } type)
        {
            return null;
        }

        TimeSpan? pause = null;
        if (call.Arguments.Length == 2)
        {
            pause = WindowOf(call, 1);
            if (pause is null)
            {
                return null;
            }
        }

        var use = new MeasureUse(BehaviourMeasure.Times(type.Type, depth: 2), null);
        return new BehaviourNode(ExpressionType.Bool, call.Span, BehaviourFunction.First, [use]) { Window = pause };
    }

    private BehaviourNode? Sequence(CallSyntax call)
    {
        if (!Arguments(call, 3, 4) || EventTypeOf(call, 0) is not { } first || EventTypeOf(call, 1) is not { } second || WindowOf(call, 2) is not { } within)
        {
            return null;
        }

        if (string.Equals(first.Type, second.Type, StringComparison.Ordinal))
        {
            Error(call.Arguments[1].Span.Start, "A sequence is of two event types", $"another event type than {first.Type}, or count(…) >= 2");
            return null;
        }

        var window = call.Arguments.Length == 4 ? WindowOf(call, 3) : within;
        return window is null
            ? null
            : new BehaviourNode(
                ExpressionType.Bool,
                call.Span,
                BehaviourFunction.Sequence,
                [
                    new MeasureUse(BehaviourMeasure.Times(first.Type, BehaviourMeasure.SequenceDepth), null),
                    new MeasureUse(BehaviourMeasure.Times(second.Type, BehaviourMeasure.SequenceDepth), null),
                ])
            {
                Window = window,
                Within = within,
            };
    }

    private BehaviourNode? InArea(CallSyntax call)
    {
        if (!Arguments(call, 1, 2) || LiteralText(call.Arguments[0], "The area of inArea") is not { } id)
        {
            return null;
        }

        var area = schema.Areas.FirstOrDefault(known => string.Equals(known.Definition.Id, id, StringComparison.Ordinal));
        if (area is null)
        {
            Error(
                call.Arguments[0].Span.Start,
                $"Unknown area {id}",
                "a declared area",
                NearestName.Of(id, schema.Areas.Select(known => known.Definition.Id)));
            return null;
        }

        TimeSpan? within = null;
        if (call.Arguments.Length == 2)
        {
            within = WindowOf(call, 1);
            if (within is null)
            {
                return null;
            }
        }

        var sources = schema.EventTypes.Where(type => type.Role == EventRole.Location).Select(SourceOf).ToList();
        if (sources.Count == 0)
        {
            Error(call.Name.Start, "Nothing tells where customers are", "a declared event type of role location");
            return null;
        }

        var uses = sources
            .SelectMany(source => new[] { source.Cell, source.Latitude, source.Longitude })
            .OfType<BehaviourMeasure>()
            .Select(measure => new MeasureUse(measure, null))
            .ToList();
        return new BehaviourNode(ExpressionType.Bool, call.Span, BehaviourFunction.InArea, uses) { Window = within, Area = new AreaTest(area, sources) };
    }

    private static AreaSource SourceOf(CustomerEventType type)
    {
        BehaviourMeasure? Measure(string field, AttributeKind kind) =>
            type.Fields.Any(known => known.Kind == kind && string.Equals(known.Name, field, StringComparison.Ordinal))
                ? BehaviourMeasure.Value(type.Type, field)
                : null;

        return new AreaSource(
            Measure(EventRoleFields.Area, AttributeKind.Category),
            Measure(EventRoleFields.Latitude, AttributeKind.Number),
            Measure(EventRoleFields.Longitude, AttributeKind.Number));
    }

    private CustomerEventType? EventTypeOf(CallSyntax call, int argument)
    {
        if (LiteralText(call.Arguments[argument], $"The event type of {call.Name.Text}") is not { } name)
        {
            return null;
        }

        var type = schema.EventTypes.FirstOrDefault(known => string.Equals(known.Type, name, StringComparison.Ordinal));
        if (type is null)
        {
            Error(
                call.Arguments[argument].Span.Start,
                $"Unknown event type {name}",
                "a declared event type",
                NearestName.Of(name, schema.EventTypes.Select(known => known.Type)));
        }

        return type;
    }

    /// <param name="kind">What the field must be; null: anything but a text.</param>
    private FieldDefinition? FieldOf(CallSyntax call, int argument, CustomerEventType type, AttributeKind? kind)
    {
        var syntax = call.Arguments[argument];
        if (LiteralText(syntax, $"The field of {call.Name.Text}") is not { } name)
        {
            return null;
        }

        var usable = type.Fields.Where(known => kind is null ? known.Kind != AttributeKind.Text : known.Kind == kind).ToList();
        var found = usable.Find(known => string.Equals(known.Name, name, StringComparison.Ordinal));
        if (found is null)
        {
            var declared = type.Fields.Any(known => string.Equals(known.Name, name, StringComparison.Ordinal));
            var what = kind is null ? "field" : $"{kind.Value.ToString().ToLowerInvariant()} field";
            Error(
                syntax.Span.Start,
                declared ? $"Field {name} of {type.Type} is no {(kind is null ? "field that can be used in expressions" : what)}" : $"Unknown field {name} of {type.Type}",
                usable.Count == 0 ? $"nothing: {type.Type} declares no {what}" : $"a {what}: {string.Join(", ", usable.Take(10).Select(known => known.Name))}",
                declared ? null : NearestName.Of(name, usable.Select(known => known.Name)));
        }

        return found;
    }

    private TimeSpan? WindowOf(CallSyntax call, int argument)
    {
        if (call.Arguments[argument] is CallSyntax { Target: null, Name.Text: "duration", Arguments: [LiteralSyntax { Value: string written }] }
            && ValueText.TryParseDuration(written, out var window)
            && window >= BehaviourMeasure.ShortestWindow
            && window <= BehaviourMeasure.LongestWindow)
        {
            return window;
        }

        Error(call.Arguments[argument].Span.Start, $"The length of time of {call.Name.Text} is written out, from a minute to 90 days", WindowExpected);
        return null;
    }

    private bool TryCondition(CallSyntax call, int argument, CustomerEventType type, out CompiledExpression? condition)
    {
        condition = null;
        if (call.Arguments.Length <= argument)
        {
            return true;
        }

        var syntax = call.Arguments[argument];
        var slot = _locals.Count;
        _counted = type;
        var tree = Node(syntax);
        _counted = null;
        if (tree is null)
        {
            return false;
        }

        if (tree.Type.Kind != ExpressionKind.Bool)
        {
            Error(syntax.Span.Start, $"The condition of {call.Name.Text} is of type {tree.Type}", "bool");
            return false;
        }

        if (!ConstantParts.OnlyEvent(tree, slot))
        {
            Error(syntax.Span.Start, $"The condition of {call.Name.Text} is about the event alone", $"event.<field> of {type.Type}");
            return false;
        }

        condition = new CompiledExpression(syntax.Span.Of(text), tree, LocalCount, new ExpressionReferences([], [], [], [], []));
        return true;
    }
}
