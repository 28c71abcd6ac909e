using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Behaviour;

/// <summary>A partition whose strategy asks for behaviour, with the event types the tests use.</summary>
internal static class BehaviourWorld
{
    public static readonly IReadOnlyList<CustomerEventType> EventTypes =
    [
        new CustomerEventType { Type = "topup", Fields = [new FieldDefinition("amount", AttributeKind.Number), new FieldDefinition("kind", AttributeKind.Category), new FieldDefinition("note", AttributeKind.Text)] },
        new CustomerEventType { Type = "plan.viewed", Fields = [new FieldDefinition("plan", AttributeKind.Category)] },
        new CustomerEventType { Type = "order.placed" },
        new CustomerEventType
        {
            Type = "located",
            Role = EventRole.Location,
            Fields =
            [
                new FieldDefinition("area", AttributeKind.Category), new FieldDefinition("latitude", AttributeKind.Number), new FieldDefinition("longitude", AttributeKind.Number),
            ],
        },
        new CustomerEventType { Type = "idle" },
    ];

    public static readonly IReadOnlyList<AreaDefinition> Areas =
    [
        new AreaDefinition
        {
            Id = "old-town",
            Name = "Old town",
            Cells = ["c1", "c2"],
            Circles = [new AreaCircle(26.08, 119.30, 500)],
            Polygons = [[new AreaPoint(26.0, 119.0), new AreaPoint(26.0, 119.1), new AreaPoint(26.1, 119.1), new AreaPoint(26.1, 119.0)]],
        },
        new AreaDefinition { Id = "cells-only", Name = "Cells", Cells = ["c9"] },
    ];

    public static StrategyDefinition Definition(params string[] eligibilities) => TestStrategy.Definition with
    {
        EventTypes = EventTypes,
        Areas = Areas,
        Campaigns = [.. eligibilities.Select((text, i) => TestStrategy.Campaign($"C-{i}", "P-TV", "web") with { Eligibility = text })],
    };

    public static ExpressionSchema Schema => new(AttributeDictionary.Of(TestStrategy.Definition.Attributes))
    {
        EventTypes = EventTypes,
        Areas = [.. Areas.Select(area => new Area(area))],
    };

    public static CompiledExpression Compiled(string text)
    {
        var compilation = ExpressionCompiler.Compile(text, Schema);
        Assert.True(compilation.Succeeded, $"{text}: {string.Join("; ", compilation.Errors)}");
        return compilation.Expression;
    }

    public static object Value(string text, PartitionRig rig) => Value(text, rig.State.Behaviour, rig.Partition.State.Observations, rig.Now);

    /// <summary>What the interpreter makes of it; for conditions the row gear must agree.</summary>
    public static object Value(string text, BehaviourCells cells, ObservationTable observations, Instant now)
    {
        var compilation = ExpressionCompiler.CompileValue(text, Schema);
        Assert.True(compilation.Succeeded, $"{text}: {string.Join("; ", compilation.Errors)}");
        var scope = new TestCustomer { Cells = cells, Observations = observations, Now = now };
        var value = Interpreter.Evaluate(compilation.Expression.Tree, scope);
        if (compilation.Expression.Tree.Type.Kind == ExpressionKind.Bool)
        {
            Assert.Equal(Interpreter.TruthOf(value), compilation.Expression.Evaluate(scope));
        }

        return value;
    }

    public static RecordCustomerEvent Event(this PartitionRig rig, string type, TimeSpan ago, params FieldValue[] fields) =>
        new(PartitionRig.Customer, rig.NextMessage(), type, rig.Now - ago, TimeSpan.FromDays(7), fields);

    public static FieldValue Number(string name, double value) => new(name, AttributeValue.OfNumber(value));

    public static FieldValue Word(string name, string value) => new(name, AttributeValue.OfCategory(value));
}
