using System.Text.Json;

namespace Octant.Bench.Generator;

/// <summary>Rules and customers as JSON that says nothing of any one engine; each peer's runner turns it into its own form.</summary>
public static class PeerJson
{
    /// <summary><c>[{id, priority, when: {all: […]}}]</c>; a condition is one of <c>all, any, not, number, category, tag, owns</c>.</summary>
    public static void WriteRules(Stream target, IReadOnlyList<GeneratedRule> rules)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartArray();
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteNumber("id", rule.Id);
            json.WriteNumber("priority", rule.Priority);
            json.WritePropertyName("when");
            Write(json, rule.Condition);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>[{n0: 1, …, c0: 2, …, t0: true, …, offerings: [3]}]</c>; a missing value is left out.</summary>
    public static void WriteCustomers(Stream target, IReadOnlyList<GeneratedCustomer> customers)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartArray();
        foreach (var customer in customers)
        {
            json.WriteStartObject();
            for (var i = 0; i < Shape.Numbers; i++)
            {
                WriteKnown(json, Shape.NumberName(i), customer.Numbers[i]);
            }

            for (var i = 0; i < Shape.Categories; i++)
            {
                WriteKnown(json, Shape.CategoryName(i), customer.Categories[i]);
            }

            for (var i = 0; i < Shape.Tags; i++)
            {
                json.WriteBoolean(Shape.TagName(i), customer.HasTag(i));
            }

            WriteList(json, "offerings", customer.Offerings.Select(offering => (int)offering));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, int value)
    {
        if (value != CustomerTable.Missing)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, Condition condition)
    {
        json.WriteStartObject();
        switch (condition)
        {
            case NumberBetween between:
                json.WriteString("number", Shape.NumberName(between.Number));
                json.WriteNumber("from", between.From ?? 0);
                json.WriteNumber("below", between.Below);
                break;
            case CategoryIn among:
                json.WriteString("category", Shape.CategoryName(among.Category));
                WriteList(json, "in", among.Values);
                break;
            case TagPresent present:
                json.WriteString("tag", Shape.TagName(present.Tag));
                break;
            case OwnsAny any:
                WriteList(json, "owns", any.Offerings);
                break;
            case Not not:
                json.WritePropertyName("not");
                Write(json, not.Inner);
                break;
            case AllOf all:
                WriteParts(json, "all", all.Parts);
                break;
            case AnyOf any:
                WriteParts(json, "any", any.Parts);
                break;
            default:
                throw new NotSupportedException(condition.GetType().Name);
        }

        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, string name, IReadOnlyList<Condition> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            Write(json, part);
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
