using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Expressions;

/// <summary>A customer built in memory, seen by expressions.</summary>
internal sealed class TestCustomer : IExpressionScope
{
    public static readonly Instant DefaultNow = Instant.From(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public Profile Profile { get; } = new();

    public Instant Now { get; set; } = DefaultNow;

    public BehaviourCells Cells { get; set; }

    public ObservationTable Observations { get; set; } = ObservationTable.Empty;

    public BehaviourReader Behaviour => new(Cells, Observations, Now);

    public HashSet<string> Owned { get; } = new(StringComparer.Ordinal);

    public List<(string Campaign, string Offering, Instant At)> Contacts { get; } = [];

    public Dictionary<string, AttributeValue> Event { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, AttributeValue> Context { get; } = new(StringComparer.Ordinal);

    public bool Owns(string offeringId) => Owned.Contains(offeringId);

    public bool Contacted(string campaignOrOfferingId, TimeSpan window)
    {
        foreach (var (campaign, offering, at) in Contacts)
        {
            if ((string.Equals(campaign, campaignOrOfferingId, StringComparison.Ordinal) || string.Equals(offering, campaignOrOfferingId, StringComparison.Ordinal))
                && at <= Now && at > Now - window)
            {
                return true;
            }
        }

        return false;
    }

    public bool TryGetEventField(string name, out AttributeValue value) => Event.TryGetValue(name, out value);

    public bool TryGetContextField(string name, out AttributeValue value) => Context.TryGetValue(name, out value);

    public TestCustomer With(AttributeDictionary dictionary, string attribute, AttributeValue value)
    {
        Assert.True(dictionary.TryGet(attribute, out var definition));
        Assert.Equal(definition.Kind, value.Kind);
        Profile.Set(definition.Id, value);
        return this;
    }

    public TestCustomer Tagged(params string[] tags)
    {
        Profile.SetTags([.. tags.Select(Symbols.Of)]);
        return this;
    }
}

/// <summary>The names the tests of expressions use.</summary>
internal static class TestSchema
{
    public static readonly AttributeDictionary Attributes = AttributeDictionary.Empty
        .With("arpu", AttributeKind.Number)
        .With("tenure", AttributeKind.Number)
        .With("data_gb", AttributeKind.Number)
        .With("plan", AttributeKind.Category)
        .With("city", AttributeKind.Category)
        .With("vip", AttributeKind.Flag)
        .With("roaming", AttributeKind.Flag)
        .With("joined", AttributeKind.Date)
        .With("contract_end", AttributeKind.Date)
        .With("note", AttributeKind.Text)
        .With("monthly charges", AttributeKind.Number);

    public static readonly IReadOnlyList<CustomerEventType> EventTypes =
    [
        new CustomerEventType { Type = "bill.query" },
        new CustomerEventType
        {
            Type = "topup",
            Fields =
            [
                new FieldDefinition("amount", AttributeKind.Number), new FieldDefinition("kind", AttributeKind.Category),
                new FieldDefinition("paid", AttributeKind.Flag), new FieldDefinition("due", AttributeKind.Date),
            ],
        },
        new CustomerEventType { Type = "plan.viewed" },
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
    ];

    public static readonly IReadOnlyList<Area> Areas =
    [
        new(new AreaDefinition { Id = "old-town", Name = "Old town", Cells = ["c1"], Circles = [new AreaCircle(26.08, 119.30, 500)] }),
        new(new AreaDefinition { Id = "airport", Name = "Airport", Cells = ["c2", "c3"] }),
    ];

    public static readonly ExpressionSchema Audience = new(Attributes) { EventTypes = EventTypes, Areas = Areas };

    public static readonly ExpressionSchema Full = new(Attributes)
    {
        EventTypes = EventTypes,
        Areas = Areas,
        Event =
        [
            new FieldDefinition("amount", AttributeKind.Number),
            new FieldDefinition("kind", AttributeKind.Category),
            new FieldDefinition("paid", AttributeKind.Flag),
            new FieldDefinition("due", AttributeKind.Date),
            new FieldDefinition("remark", AttributeKind.Text),
        ],
        Context = [new FieldDefinition("screen", AttributeKind.Category), new FieldDefinition("hour", AttributeKind.Number)],
    };

    public static CompiledExpression Compiled(string text) => Compiled(text, Full);

    public static CompiledExpression Compiled(string text, ExpressionSchema schema)
    {
        var compilation = ExpressionCompiler.Compile(text, schema);
        Assert.True(compilation.Succeeded, $"{text}: {string.Join("; ", compilation.Errors)}");
        return compilation.Expression;
    }
}
