using System.Reflection;
using System.Text.Json;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Expressions;

/// <summary>
/// The behaviour the CEL specification asks for, case by case from Cases/*.json, of the interpreter and of both gears. A case
/// is an expression, what the customer has, and the value with its type, <c>unknown</c>, or the error.
/// </summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, int, string> Cases
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var file in Files("Cases").Where(file => !file.Contains("refused", StringComparison.Ordinal)))
            {
                var number = 0;
                foreach (var one in Read(file).GetProperty("cases").EnumerateArray())
                {
                    data.Add(file, number++, one.GetProperty("expression").GetString()!);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, string?, string?, int, int> Refused
    {
        get
        {
            var data = new TheoryData<string, string, string?, string?, int, int>();
            foreach (var one in Read(Files("Cases").Single(file => file.Contains("refused", StringComparison.Ordinal))).GetProperty("cases").EnumerateArray())
            {
                data.Add(
                    one.GetProperty("expression").GetString()!,
                    one.GetProperty("message").GetString()!,
                    one.TryGetProperty("expected", out var expected) ? expected.GetString() : null,
                    one.TryGetProperty("nearest", out var nearest) ? nearest.GetString() : null,
                    one.GetProperty("line").GetInt32(),
                    one.GetProperty("column").GetInt32());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_included_feature_behaves_as_CEL_says(string file, int number, string text)
    {
        var one = Read(file).GetProperty("cases")[number];
        var customer = CustomerOf(one);
        var compilation = ExpressionCompiler.CompileValue(text, TestSchema.Full);
        Assert.True(compilation.Succeeded, string.Join("; ", compilation.Errors));
        var value = Interpreter.Evaluate(compilation.Expression.Tree, customer);
        string condition;
        Truth expected;
        if (one.TryGetProperty("error", out var message))
        {
            Assert.Equal(new EvaluationError(message.GetString()!), value);
            (condition, expected) = ($"({text}\n) == ({text}\n)", Truth.Error);
        }
        else if (one.GetProperty("value").GetString() is "unknown")
        {
            Assert.Same(UnknownValue.Instance, value);
            (condition, expected) = ($"({text}\n) == ({text}\n)", Truth.Unknown);
        }
        else
        {
            var wanted = one.GetProperty("value").GetString()!;
            Assert.Equal(wanted, $"{compilation.Expression.Tree.Type.Kind.ToString().ToLowerInvariant()}:{Interpreter.Described(value)}");
            (condition, expected) = Restated(text, wanted);
        }

        var expression = TestSchema.Compiled(condition, TestSchema.Audience);
        Assert.Equal(expected, Interpreter.TruthOf(Interpreter.Evaluate(expression.Tree, customer)));
        Assert.Equal(expected, expression.Evaluate(customer));
        Assert.Equal(expected, ByColumns(expression, customer));
        if (compilation.Expression.Tree.Type.Kind == ExpressionKind.Bool)
        {
            var itself = TestSchema.Compiled(text);
            Assert.Equal(Interpreter.TruthOf(value), itself.Evaluate(customer));
            Assert.Equal(Interpreter.TruthOf(value), ByColumns(itself, customer));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_compile_is_refused_with_place_and_reason(string text, string message, string? expected, string? nearest, int line, int column)
    {
        var compilation = ExpressionCompiler.Compile(text, TestSchema.Full);
        Assert.False(compilation.Succeeded);
        var error = compilation.Errors[0];
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal(nearest, error.Nearest);
        if (expected is not null)
        {
            Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        }
    }

    /// <summary>The value as a condition on the expression, for the gears that answer conditions only.</summary>
    private static (string Condition, Truth Expected) Restated(string text, string wanted)
    {
        var separator = wanted.IndexOf(':', StringComparison.Ordinal);
        var written = wanted[(separator + 1)..];
        return wanted[..separator] switch
        {
            "bool" or "int" => ($"({text}\n) == {written}", Truth.True),
            "double" when written is "NaN" => ($"({text}\n) != ({text}\n)", Truth.True),
            "double" when written is "Infinity" or "-Infinity" => ($"({text}\n) == double(\"{written}\")", Truth.True),
            "double" => ($"({text}\n) == double(\"{written}\") && 1.0 / ({text}\n) == 1.0 / double(\"{written}\")", Truth.True),
            "string" => ($"({text}\n) == \"{string.Concat(written.EnumerateRunes().Select(rune => $"\\U{rune.Value:X8}"))}\"", Truth.True),
            "timestamp" => ($"({text}\n) == timestamp(\"{written}\")", Truth.True),
            "duration" => ($"({text}\n) == duration(\"{written}\")", Truth.True),
            _ => ($"({text}\n) == ({text}\n) && string(size({text}\n)) == \"{Elements(written)}\"", Truth.True),
        };
    }

    private static int Elements(string list)
    {
        var depth = 0;
        var count = list is "[]" ? 0 : 1;
        foreach (var sign in list)
        {
            depth += sign == '[' ? 1 : sign == ']' ? -1 : 0;
            count += sign == ',' && depth == 1 ? 1 : 0;
        }

        return count;
    }

    private static Truth ByColumns(CompiledExpression expression, TestCustomer customer)
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        columns.Upsert(7, customer.Profile);
        var query = new AudienceQuery(columns);
        return Enum.GetValues<Truth>().Single(truth => query.Count(expression, customer.Now, truth) == 1);
    }

    private static TestCustomer CustomerOf(JsonElement one)
    {
        var customer = new TestCustomer();
        if (!one.TryGetProperty("customer", out var facts))
        {
            return customer;
        }

        foreach (var fact in facts.EnumerateObject())
        {
            if (fact.NameEquals("tags"))
            {
                customer.Tagged([.. fact.Value.EnumerateArray().Select(tag => tag.GetString()!)]);
                continue;
            }

            Assert.True(TestSchema.Attributes.TryGet(fact.Name, out var attribute));
            customer.With(TestSchema.Attributes, fact.Name, attribute.Kind switch
            {
                AttributeKind.Number => AttributeValue.OfNumber(fact.Value.GetDouble()),
                AttributeKind.Category => AttributeValue.OfCategory(fact.Value.GetString()!),
                AttributeKind.Flag => AttributeValue.OfFlag(fact.Value.GetBoolean()),
                _ => AttributeValue.OfDate(Instant.From(fact.Value.GetDateTimeOffset())),
            });
        }

        return customer;
    }

    private static IEnumerable<string> Files(string folder) => typeof(ConformanceTests).Assembly.GetManifestResourceNames()
        .Where(name => name.Contains($".{folder}.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static JsonElement Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
